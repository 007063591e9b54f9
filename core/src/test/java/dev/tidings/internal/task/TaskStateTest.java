package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskSnapshot;
import dev.tidings.journal.Entry;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What entries make of a task, whatever made them. */
class TaskStateTest {
  private static final Message HELLO = Message.text("hello");

  private final TaskState state = new TaskState(1_000, 1 << 20);

  private static void apply(TaskState state, Entry... entries) {
    synchronized (state) {
      for (Entry entry : entries) {
        state.apply(entry);
      }
    }
  }

  private static List<ProgressEvent> read(TaskState state, long after) {
    synchronized (state) {
      return state.read(after, state.textBefore(after), 999);
    }
  }

  @Test
  void anEntryIsGivenItsPlaceWhenItIsApplied() {
    Stage own = Stage.of("of_another_model");
    apply(
        state,
        new Entry.Moved(1_010, own, 5, HELLO, 70),
        new Entry.Wrote(1_020, own, "ab"),
        new Entry.Wrote(1_030, own, "c"),
        new Entry.Moved(1_040, Stage.GENERATING_LLM, 65, HELLO, -1),
        new Entry.Told(1_050, Stage.GENERATING_LLM, Fact.of("tries", Map.of("n", 2))));

    assertThat(read(state, 1))
        .containsExactly(
            new Progress(2, 1_010, own, Stage.QUEUED, 5, HELLO, Duration.ofMillis(70), 1),
            new Text(3, 1_020, own, "ab", 0),
            new Text(4, 1_030, own, "c", 2),
            new Progress(5, 1_040, Stage.GENERATING_LLM, own, 65, HELLO, null, 2),
            new Data(6, 1_050, Stage.GENERATING_LLM, Fact.of("tries", Map.of("n", 2))));
  }

  @Test
  void timeNeverGoesBackThoughClocksDiffer() {
    apply(
        state,
        new Entry.Moved(2_000, Stage.PROCESSING, 5, HELLO, -1),
        new Entry.Broke(500, TaskFailure.of(FailureCode.CANCELLED)));

    assertThat(read(state, 1))
        .extracting(ProgressEvent::epochMillis)
        .containsExactly(2_000L, 2_000L);
    assertThat(state.snapshot().status()).isEqualTo("cancelled");
  }

  @Test
  void anEndIsToldWhatItStandsOn() {
    apply(
        state,
        new Entry.Moved(1_100, Stage.PROCESSING, 5, HELLO, -1),
        new Entry.Wrote(1_200, Stage.PROCESSING, "half an answer"),
        new Entry.Broke(1_300, TaskFailure.of(FailureCode.TASK_LOST)));

    assertThat(read(state, 3))
        .containsExactly(
            new Failed(
                4,
                1_300,
                Stage.PROCESSING,
                TaskFailure.of(FailureCode.TASK_LOST).withPartialResponse("half an answer"),
                14));
  }

  @Test
  void aSuccessMakesTheLastProgressAndTheEndWithItsDurations() {
    apply(
        state,
        new Entry.Moved(1_100, Stage.PROCESSING, 5, HELLO, -1),
        new Entry.Succeeded(1_400, TaskResult.of("answer")));

    List<ProgressEvent> events = read(state, 2);
    assertThat(events).hasSize(2);
    assertThat(((Progress) events.get(0)).left()).isEqualTo(Stage.PROCESSING);
    assertThat(((Progress) events.get(0)).percent()).isEqualTo(100);
    Completed end = (Completed) events.get(1);
    assertThat(end.summary().total()).isEqualTo(Duration.ofMillis(400));
    assertThat(end.summary().stageDurations())
        .containsEntry(Stage.QUEUED, Duration.ofMillis(100))
        .containsEntry(Stage.PROCESSING, Duration.ofMillis(300));
    assertThat(end.textLength()).isZero();
  }

  @Test
  void nothingIsAppliedAfterTheEnd() {
    apply(state, new Entry.Broke(1_100, TaskFailure.of(FailureCode.CANCELLED)));
    TaskSnapshot before = state.snapshot();

    apply(
        state,
        new Entry.Wrote(1_200, Stage.QUEUED, "late"),
        new Entry.Succeeded(1_300, TaskResult.of("late")),
        new Entry.Broke(1_400, TaskFailure.of(FailureCode.INTERNAL)));

    assertThat(state.snapshot()).isEqualTo(before);
    assertThat(state.lastSequence()).isEqualTo(2);
    assertThat(state.terminalSequence()).isEqualTo(2);
  }

  private static void act(ProgressTracker tracker, int number) {
    switch (number % 6) {
      case 0 -> tracker.update(Stage.PROCESSING, number, Message.text("m" + number));
      case 1 -> tracker.update(Stage.GENERATING_LLM, number, Message.text("m" + number));
      case 2 -> tracker.note(Message.of("key", number));
      case 3 -> tracker.data("name" + number, Map.of("n", number));
      default -> tracker.token(number % 3 == 0 ? "\uD83D" : "\uDC09" + number);
    }
  }

  private static Entry entryOf(ProgressEvent event) {
    if (event instanceof Progress e) {
      long eta = e.eta() == null ? -1 : e.eta().toMillis();
      return new Entry.Moved(e.epochMillis(), e.stage(), e.percent(), e.message(), eta);
    }
    if (event instanceof Text e) {
      return new Entry.Wrote(e.epochMillis(), e.stage(), e.text());
    }
    if (event instanceof Data e) {
      return new Entry.Told(e.epochMillis(), e.stage(), e.fact());
    }
    if (event instanceof Failed e) {
      return new Entry.Broke(e.epochMillis(), e.failure());
    }
    return new Entry.Succeeded(event.epochMillis(), ((Completed) event).result());
  }

  @Property(tries = 300)
  void whatAWorkerSaidMakesTheSameStateAnywhere(
      @ForAll @Size(max = 300) List<@IntRange(max = 99) Integer> actions) {
    ManualHub parts = ManualHub.create();
    ProgressTracker tracker =
        parts.builder().retainedBytes(1 << 26).build().start(Task.create("t"));
    ProgressTracker small = parts.builder().retainedBytes(4_096).build().start(Task.create("t"));
    for (int number : actions) {
      parts.time().advance(Duration.ofMillis(number));
      act(tracker, number);
      act(small, number);
    }
    tracker.complete(TaskResult.of("done"));
    small.complete(TaskResult.of("done"));

    TaskState whole = new TaskState(tracker.view().createdAt().toEpochMilli(), 1 << 26);
    TaskState bounded = new TaskState(tracker.view().createdAt().toEpochMilli(), 4_096);
    for (ProgressEvent event : ManualHub.eventsOf(tracker)) {
      boolean madeByAnother =
          event instanceof ProgressEvent.Queued
              || (event instanceof Progress progress && progress.percent() == 100);
      if (!madeByAnother) {
        apply(whole, entryOf(event));
        apply(bounded, entryOf(event));
      }
    }

    assertThat(read(whole, 0)).isEqualTo(ManualHub.eventsOf(tracker));
    assertThat(read(bounded, 0)).isEqualTo(ManualHub.eventsOf(small));
    assertThat(whole.snapshot()).isEqualTo(tracker.view().snapshot());
    assertThat(bounded.snapshot()).isEqualTo(small.view().snapshot());
  }
}
