package dev.tidings;

/** Is told the events of a task. */
@FunctionalInterface
public interface TaskListener {
  /**
   * The next event.
   *
   * @param task the task it belongs to, for example to render its message
   */
  void onEvent(TaskView task, ProgressEvent event);
}
