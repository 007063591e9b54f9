/**
 * Streams: what a host's response must offer to be written to, and how messages stand on one kind
 * of wire. A transport brings the framing and the sinks; a session reads a task's log for one
 * client.
 */
@NullMarked
package dev.tidings.stream;

import org.jspecify.annotations.NullMarked;
