/**
 * How everything of a hub is run: the line in which turns wait, the hub's own threads, what cuts
 * connections, and what becomes of a fault. Knows nothing of tasks.
 */
@NullMarked
package dev.tidings.internal.run;

import org.jspecify.annotations.NullMarked;
