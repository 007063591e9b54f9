package dev.tidings.client;

/**
 * A listener is told the events of a task, by one thread of the client's executor, one after the
 * other. The connection is not read while a method runs, so a slow listener costs no memory.
 *
 * <p>After {@link #onEnd} or {@link #onFailure}, of which one is called at most once, nothing is
 * called any more. What these two throw is logged. Neither is called when the following is closed
 * by its holder.
 */
@FunctionalInterface
public interface TaskEventListener {
  /**
   * The task has another event, its {@link TaskEvent.End} included. What the listener throws is
   * logged and ends the following; {@link #onFailure} is told.
   */
  void onEvent(TaskEvent event);

  /** All was told: the task has ended, or the server has nothing more after the given position. */
  default void onEnd() {}

  /** The task cannot be followed any further. */
  default void onFailure(TaskAccessException failure) {}
}
