package dev.tidings;

/**
 * A listener is given the events of a task, in order and one at a time, by the hub's threads for
 * what may block, or the executor that the host gave in their place. What it throws is logged, and
 * may end its subscription, as {@link TaskView#subscribe} says.
 */
@FunctionalInterface
public interface TaskListener {
  /**
   * The hub gives the listener the next event. It may block; that delays nobody else.
   *
   * @param task the task it belongs to, for example to render its message
   */
  void onEvent(TaskView task, ProgressEvent event);
}
