/**
 * The contract of event streams over HTTP, for any host. What it demands are the rules that
 * docs/wire-protocol.md gives to clients.
 */
@NullMarked
package dev.tidings.testkit.stream;

import org.jspecify.annotations.NullMarked;
