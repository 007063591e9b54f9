package dev.tidings.client;

/**
 * Is told the events of a task, on one thread, one after the other. The connection is not read
 * while a method runs, so a slow listener costs no memory.
 *
 * <p>After {@link #onEnd} or {@link #onFailure}, of which one is called at most once, nothing is
 * called any more. Neither is called when the following is closed by its holder.
 */
@FunctionalInterface
public interface TaskEventListener {
  /** The next event; of an {@link TaskEvent.End} too. What it throws ends the following. */
  void onEvent(TaskEvent event);

  /** All was told: the task has ended, or the server has nothing more after the given position. */
  default void onEnd() {}

  /** The task cannot be followed any further. */
  default void onFailure(TaskAccessException failure) {}
}
