/**
 * Time and threads that move only by hand. They know nothing of tasks, so that the core's own tests
 * use the same ones as a host's.
 */
@NullMarked
package dev.tidings.testkit.time;

import org.jspecify.annotations.NullMarked;
