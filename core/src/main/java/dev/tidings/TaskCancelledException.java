package dev.tidings;

/**
 * What {@link Cancellation#check} throws inside a task's work when the work should stop because the
 * task has already ended. Nobody has to report it: the task has its end.
 */
public final class TaskCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception without a stack of its own: it is a signal, not a fault. */
  public TaskCancelledException() {
    super("the task has ended; its work should stop", null, false, false);
  }
}
