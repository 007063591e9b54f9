/**
 * Follows the tasks of a Tidings server from another JVM, over the enhanced event stream. Begin
 * with {@link dev.tidings.client.SseProgressClient}.
 */
@NullMarked
package dev.tidings.client;

import org.jspecify.annotations.NullMarked;
