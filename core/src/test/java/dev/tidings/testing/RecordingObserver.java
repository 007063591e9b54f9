package dev.tidings.testing;

import dev.tidings.HubObserver;
import dev.tidings.ProgressEvent;
import dev.tidings.Stage;
import dev.tidings.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a hub reports. Thread-safe. */
public final class RecordingObserver implements HubObserver {
  /** A stage that a task left. */
  public record StageEnd(Stage stage, Duration duration) {}

  /** The end of a task. */
  public record TaskEnd(String id, ProgressEvent event, Duration duration) {}

  private final Queue<String> started = new ConcurrentLinkedQueue<>();
  private final Queue<StageEnd> stageEnds = new ConcurrentLinkedQueue<>();
  private final Queue<TaskEnd> taskEnds = new ConcurrentLinkedQueue<>();
  private final Queue<String> evicted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();

  @Override
  public void taskStarted(TaskView task) {
    started.add(task.task().id());
  }

  @Override
  public void stageEnded(TaskView task, Stage stage, Duration duration) {
    stageEnds.add(new StageEnd(stage, duration));
  }

  @Override
  public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
    taskEnds.add(new TaskEnd(task.task().id(), event, duration));
  }

  @Override
  public void appendRefused(TaskView task) {
    refused.incrementAndGet();
  }

  @Override
  public void taskEvicted(TaskView task) {
    evicted.add(task.task().id());
  }

  /** The ids of started tasks. */
  public List<String> started() {
    return List.copyOf(started);
  }

  /** The stages that tasks left. */
  public List<StageEnd> stageEnds() {
    return List.copyOf(stageEnds);
  }

  /** The ends of tasks. */
  public List<TaskEnd> taskEnds() {
    return List.copyOf(taskEnds);
  }

  /** The ids of evicted tasks. */
  public List<String> evicted() {
    return List.copyOf(evicted);
  }

  /** How many calls on trackers were refused. */
  public int refused() {
    return refused.get();
  }
}
