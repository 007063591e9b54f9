/** What tasks, subscribers and events cost in live heap. */
@NullMarked
package dev.tidings.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
