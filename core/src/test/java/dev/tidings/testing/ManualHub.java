package dev.tidings.testing;

import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualExecutor;
import dev.tidings.testkit.time.ManualScheduler;
import java.util.List;

/**
 * A hub whose time, timers and executor move only by hand.
 *
 * @param time its clocks
 * @param scheduler its timers
 * @param executor where it delivers events
 * @param observer what it reported
 */
public record ManualHub(
    ManualClock time,
    ManualScheduler scheduler,
    ManualExecutor executor,
    RecordingObserver observer) {

  /** Fresh parts, for a hub that {@link #builder()} builds. */
  public static ManualHub create() {
    ManualClock time = new ManualClock();
    return new ManualHub(
        time, new ManualScheduler(time), new ManualExecutor(), new RecordingObserver());
  }

  /** A builder that has these parts and the epoch {@code e1}. */
  public ProgressHubBuilder builder() {
    return ProgressHub.builder()
        .clock(time)
        .ticker(time)
        .scheduler(scheduler)
        .executor(executor)
        .observer(observer)
        .epoch("e1");
  }

  /** A task on a new hub of these parts. */
  public ProgressTracker start(String id) {
    return builder().build().start(Task.create(id));
  }

  /** Everything the task's log still has, from its first event on. */
  public static List<ProgressEvent> eventsOf(TaskView task) {
    return task.cursor(Position.START).read(Integer.MAX_VALUE);
  }

  /** Everything the tracker's log still has, from its first event on. */
  public static List<ProgressEvent> eventsOf(ProgressTracker tracker) {
    return eventsOf(tracker.view());
  }
}
