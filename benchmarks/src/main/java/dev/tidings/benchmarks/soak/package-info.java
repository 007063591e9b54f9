/** Half an hour of everything that happens to a server, with what it holds written down. */
@NullMarked
package dev.tidings.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
