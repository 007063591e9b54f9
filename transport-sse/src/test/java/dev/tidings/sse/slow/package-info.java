/**
 * Slow readers over a network of its own, by hand: a server on Jetty with the settings that are
 * advised, and clients that read at a given rate. {@code .ci/long namespace} runs them.
 */
@NullMarked
package dev.tidings.sse.slow;

import org.jspecify.annotations.NullMarked;
