/** What a journal on Redis adds: to an event's way, and to Redis. */
@NullMarked
package dev.tidings.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
