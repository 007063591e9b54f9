package dev.tidings.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.FailureCode;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskCancelledException;
import dev.tidings.testkit.hub.RecordingListener;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualExecutor;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a host tests its own use of Tidings; docs/testing.md shows it. */
class ImportJobTest {
  // snippet: parts
  private final ManualClock clock = new ManualClock();
  private final ManualScheduler timer = new ManualScheduler(clock);
  private final ManualExecutor threads = new ManualExecutor();
  private final ProgressHub hub =
      ProgressHub.builder().clock(clock).ticker(clock).scheduler(timer).executor(threads).build();
  private final RecordingListener listener = new RecordingListener();
  private final ImportJob job = new ImportJob(List.of("first", "second"));

  // end of snippet

  // snippet: events
  @Test
  void tellsEachRowAndEndsOnce() {
    ProgressTracker task = hub.start(Task.create("import_1"));
    task.view().subscribe(listener);

    job.run(task);
    threads.runAll();

    assertThat(listener.events())
        .filteredOn(ProgressEvent.Progress.class::isInstance)
        .extracting(event -> ((ProgressEvent.Progress) event).percent())
        .containsExactly(0, 50, 100);
    assertThat(listener.events()).last().isInstanceOf(ProgressEvent.Completed.class);
  }

  // end of snippet

  // snippet: deadline
  @Test
  void stopsAtItsDeadline() {
    ProgressTracker task = hub.start(Task.create("import_2").deadline(Duration.ofMinutes(1)));
    task.view().subscribe(listener);

    timer.advance(Duration.ofMinutes(1));
    threads.runAll();

    assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(() -> job.run(task));
    assertThat(listener.events())
        .last()
        .matches(
            end ->
                end instanceof ProgressEvent.Failed failed
                    && failed.failure().code().equals(FailureCode.DEADLINE_EXCEEDED));
  }

  // end of snippet

  @Test
  void nothingIsDeliveredBeforeAThreadRuns() {
    ProgressTracker task = hub.start(Task.create("import_3"));
    task.view().subscribe(listener);

    job.run(task);

    assertThat(listener.events()).isEmpty();
  }
}
