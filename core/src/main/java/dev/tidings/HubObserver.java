package dev.tidings;

import java.time.Duration;
import java.util.List;

/**
 * A hub tells its observer what happens in it, for metrics. The thread on which something happens
 * calls it, outside any lock: that of a worker, of whoever starts, finds or cancels a task, or one
 * of the hub's, which tell the starts and the ends of tasks that are kept in a journal. So an
 * observer must be quick. What it throws is logged and goes no further.
 */
public interface HubObserver {
  /** An observer that does nothing. */
  static HubObserver none() {
    return new HubObserver() {};
  }

  /** An observer that tells several others, in that order; one that throws hurts no other. */
  static HubObserver all(HubObserver... observers) {
    return new ObserverGroup(List.of(observers));
  }

  /** A task was accepted; this call comes before all others of the task. */
  default void taskStarted(TaskView task) {}

  /**
   * A task left a stage for a later one, or completed in it.
   *
   * @param duration how long it was in the stage
   */
  default void stageEnded(TaskView task, Stage stage, Duration duration) {}

  /**
   * A task ended; this call comes once, when the end can be read.
   *
   * @param event its terminal event
   * @param duration since it was accepted
   */
  default void taskEnded(TaskView task, ProgressEvent event, Duration duration) {}

  /**
   * A call on a task's tracker was refused: the task has ended, or the facts of it that were told
   * before fill their bound.
   */
  default void appendRefused(TaskView task) {}

  /** A finished task was forgotten: its retention passed, or the hub needed the room. */
  default void taskEvicted(TaskView task) {}
}
