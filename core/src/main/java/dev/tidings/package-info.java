/**
 * Tasks, the events they append to their logs, and the cursors that read them. Start with {@link
 * dev.tidings.ProgressHub}: a worker gets a {@link dev.tidings.ProgressTracker} from it, a watcher
 * a {@link dev.tidings.TaskView}.
 */
@NullMarked
package dev.tidings;

import org.jspecify.annotations.NullMarked;
