package dev.tidings;

/**
 * Whether a task's work should stop: because somebody cancelled it, a deadline passed, or it ended
 * in any other way. It is thread-safe.
 */
public interface Cancellation {
  /** A cancellation that never comes. */
  static Cancellation none() {
    return NeverCancelled.INSTANCE;
  }

  /** Whether the work should stop now. It stays true once it is. */
  boolean requested();

  /**
   * The action runs once when the work should stop: at once on the calling thread if that is
   * already so, otherwise on the thread that ends the task, outside any lock. The action must not
   * block; what it throws is logged and goes no further.
   *
   * @return takes the action back; does nothing once it ran
   */
  Registration onRequested(Runnable action);

  /**
   * The call returns if the work may go on.
   *
   * @throws TaskCancelledException if it should stop
   */
  default void check() {
    if (requested()) {
      throw new TaskCancelledException();
    }
  }
}
