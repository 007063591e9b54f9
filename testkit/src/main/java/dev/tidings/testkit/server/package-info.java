/**
 * Servers that misbehave on demand. They speak raw sockets, so that what they send is exact to the
 * byte.
 */
@NullMarked
package dev.tidings.testkit.server;

import org.jspecify.annotations.NullMarked;
