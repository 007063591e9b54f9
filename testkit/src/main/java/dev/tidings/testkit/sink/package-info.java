/**
 * The contract of a sink, over a real connection, and a sink that keeps what is written to it. The
 * contract's test brings a server whose responses have sinks of its kind.
 */
@NullMarked
package dev.tidings.testkit.sink;

import org.jspecify.annotations.NullMarked;
