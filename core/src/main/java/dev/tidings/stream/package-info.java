/**
 * Streams: a session reads a task's log for one client, says it in that client's {@link
 * dev.tidings.stream.Dialect}, and writes it to a host's response, a {@link
 * dev.tidings.stream.Sink}. A transport brings the {@link dev.tidings.stream.Framing} and the
 * sinks.
 */
@NullMarked
package dev.tidings.stream;

import org.jspecify.annotations.NullMarked;
