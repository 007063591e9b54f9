/**
 * Parts that tests of streams are made of: clocks, timers and executors that move by hand, sinks
 * that remember, and a parser of event streams that is not ours.
 */
@NullMarked
package dev.tidings.sse.testing;

import org.jspecify.annotations.NullMarked;
