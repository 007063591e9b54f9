/**
 * Streams tasks to browsers as Server-Sent Events. A host asks {@link dev.tidings.sse.SseTransport}
 * how to answer a request, sends that status and those headers, and hands over its response as a
 * {@link dev.tidings.stream.Sink}.
 */
@NullMarked
package dev.tidings.sse;

import org.jspecify.annotations.NullMarked;
