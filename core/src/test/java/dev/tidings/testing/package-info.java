/**
 * What tests of tasks need, in any module: time, threads and refusals that move only by hand, and
 * checks of what a reader was told.
 */
@NullMarked
package dev.tidings.testing;

import org.jspecify.annotations.NullMarked;
