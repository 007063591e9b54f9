/**
 * The terminal client: asks a fortune server, near or far, and shows how the answer comes. It is a
 * client like any other and uses nothing of the server beside it.
 */
@NullMarked
package dev.tidings.examples.fortune.terminal;

import org.jspecify.annotations.NullMarked;
