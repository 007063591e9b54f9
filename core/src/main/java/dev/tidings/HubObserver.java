package dev.tidings;

import java.time.Duration;
import java.util.List;

/**
 * Is told what happens in a hub, for metrics. Called on the threads of workers and timers, and of
 * whoever starts or finds a task, outside any lock: it must be quick. What it throws is logged and
 * goes no further.
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

  /** A task was accepted. */
  default void taskStarted(TaskView task) {}

  /**
   * A task left a stage for a later one.
   *
   * @param duration how long it was in the stage
   */
  default void stageEnded(TaskView task, Stage stage, Duration duration) {}

  /**
   * A task ended.
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
