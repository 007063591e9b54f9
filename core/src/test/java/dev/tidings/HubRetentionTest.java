package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Failed;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubRetentionTest {
  private static final TaskResult RESULT = TaskResult.of("a");

  private final ManualHub parts = ManualHub.create();

  private static void completed(ProgressHub hub, String... ids) {
    for (String id : ids) {
      hub.start(Task.create(id)).complete(RESULT);
    }
  }

  @Test
  void aTaskIsFoundByItsIdAndNoOtherIs() {
    ProgressHub hub = parts.builder().build();
    ProgressTracker tracker = hub.start(Task.create("t"));

    assertThat(hub.find("t")).containsSame(tracker.view());
    assertThat(hub.find("u")).isEmpty();
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void anIdIsThereOnce() {
    ProgressHub hub = parts.builder().build();
    ProgressTracker first = hub.start(Task.create("t"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> hub.start(Task.create("t")))
        .withMessageContaining("task 't'");
    assertThat(hub.find("t")).containsSame(first.view());
    assertThat(parts.observer().started()).containsExactly("t");
  }

  @Test
  void aFinishedTaskIsKeptForTheRetentionAndNoLonger() {
    ProgressHub hub = parts.builder().retention(Duration.ofMinutes(10)).build();
    ProgressTracker tracker = hub.start(Task.create("t"));
    parts.scheduler().advance(Duration.ofHours(5));
    tracker.complete(RESULT);

    parts.time().advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(hub.find("t")).isPresent();

    parts.time().advance(Duration.ofNanos(1));
    assertThat(hub.find("t")).isEmpty();
    assertThat(parts.observer().evicted()).containsExactly("t");
  }

  @Test
  void whatNobodyAsksForIsEvictedByTheTimer() {
    ProgressHub hub = parts.builder().retention(Duration.ofMinutes(1)).build();
    completed(hub, "a", "b");
    ProgressTracker unfinished = hub.start(Task.create("c"));

    parts.scheduler().advance(Duration.ofMinutes(1).plusSeconds(1));
    parts.executor().runAll();

    assertThat(parts.observer().evicted()).containsExactly("a", "b");
    assertThat(hub.size()).isEqualTo(1);
    assertThat(unfinished.view().terminalSequence()).isZero();
  }

  @Test
  void anEvictedTaskCanStillBeReadByThoseWhoHoldIt() {
    ProgressHub hub = parts.builder().retention(Duration.ZERO).build();
    ProgressTracker tracker = hub.start(Task.create("t"));
    tracker.complete(RESULT);

    assertThat(hub.find("t")).isEmpty();
    assertThat(eventsOf(tracker)).hasSize(3);
  }

  @Test
  void theIdOfATaskWhoseRetentionPassedIsFree() {
    ProgressHub hub = parts.builder().retention(Duration.ofMinutes(1)).build();
    completed(hub, "t");
    parts.time().advance(Duration.ofMinutes(1));

    ProgressTracker again = hub.start(Task.create("t"));

    assertThat(hub.find("t")).containsSame(again.view());
  }

  @Test
  void overTheCapTheOldestFinishedTasksGoFirst() {
    ProgressHub hub = parts.builder().maxTasks(3).build();
    ProgressTracker running = hub.start(Task.create("running"));
    completed(hub, "a", "b", "c");

    assertThat(parts.observer().evicted()).containsExactly("a");
    assertThat(hub.find("running")).containsSame(running.view());
    assertThat(hub.find("b")).isPresent();
    assertThat(hub.find("c")).isPresent();
  }

  @Test
  void aNewTaskMakesTheOldestFinishedOneGo() {
    ProgressHub hub = parts.builder().maxTasks(2).build();
    completed(hub, "a", "b");

    hub.start(Task.create("c"));

    assertThat(parts.observer().evicted()).containsExactly("a");
    assertThat(hub.size()).isEqualTo(2);
  }

  @Test
  void unfinishedTasksAreNeverEvicted() {
    ProgressHub hub = parts.builder().maxTasks(3).build();
    for (String id : List.of("a", "b", "c")) {
      hub.start(Task.create(id));
    }
    parts.scheduler().advance(Duration.ofHours(5));

    assertThat(hub.size()).isEqualTo(3);
    assertThat(parts.observer().evicted()).isEmpty();
  }

  @Test
  void whereUnfinishedTasksAreAsManyAsThereMayBeNoneIsStarted() {
    ProgressHub hub = parts.builder().maxTasks(2).build();
    ProgressTracker first = hub.start(Task.create("a"));
    hub.start(Task.create("b").owner("another"));

    assertThatExceptionOfType(HubFullException.class)
        .isThrownBy(() -> hub.start(Task.create("c")))
        .withMessageContaining("2 unfinished tasks")
        .withMessageContaining("maxTasks");
    assertThat(hub.find("c")).isEmpty();
    assertThat(parts.observer().started()).containsExactly("a", "b");

    first.complete(RESULT);
    hub.start(Task.create("c"));
    assertThat(parts.observer().evicted()).containsExactly("a");
  }

  @Test
  void cancelEndsATaskByItsId() {
    ProgressHub hub = parts.builder().build();
    ProgressTracker tracker = hub.start(Task.create("t"));

    assertThat(hub.cancel("unknown")).isCompletedWithValue(false);
    assertThat(hub.cancel("t")).isCompletedWithValue(true);
    assertThat(hub.cancel("t")).isCompletedWithValue(false);
    assertThat(tracker.view().snapshot().outcome()).contains(Outcome.CANCELLED);
    assertThat(parts.observer().refused()).isZero();
  }

  @Test
  void aTaskThatNobodyWatchesIsAbandoned() {
    ProgressHub hub = parts.builder().abandonAfter(Duration.ofSeconds(30)).build();
    ProgressTracker never = hub.start(Task.create("never"));
    ProgressTracker left = hub.start(Task.create("left"));
    ProgressTracker watched = hub.start(Task.create("watched"));
    Registration leaving = left.view().subscribe((task, event) -> {});
    watched.view().cursor(Position.START).onAppend(() -> {});

    parts.scheduler().advance(Duration.ofSeconds(20));
    parts.executor().runAll();
    leaving.close();
    parts.scheduler().advance(Duration.ofSeconds(11));
    parts.executor().runAll();
    assertThat(codeOf(never)).isEqualTo(FailureCode.ABANDONED);
    assertThat(left.view().terminalSequence()).isZero();

    parts.scheduler().advance(Duration.ofSeconds(20));
    parts.executor().runAll();
    assertThat(codeOf(left)).isEqualTo(FailureCode.ABANDONED);
    assertThat(watched.view().terminalSequence()).isZero();
  }

  @Test
  void leavingTwiceCountsFromTheFirstTime() {
    ProgressHub hub = parts.builder().abandonAfter(Duration.ofSeconds(30)).build();
    ProgressTracker left = hub.start(Task.create("left"));
    Registration watching = left.view().cursor(Position.START).onAppend(() -> {});
    watching.close();
    parts.scheduler().advance(Duration.ofSeconds(25));
    watching.close();

    parts.scheduler().advance(Duration.ofSeconds(6));
    parts.executor().runAll();

    assertThat(codeOf(left)).isEqualTo(FailureCode.ABANDONED);
  }

  @Test
  void whoPollsWatchesToo() {
    ProgressHub hub = parts.builder().abandonAfter(Duration.ofSeconds(30)).build();
    ProgressTracker polled = hub.start(Task.create("polled"));
    for (int i = 0; i < 5; i++) {
      parts.scheduler().advance(Duration.ofSeconds(20));
      parts.executor().runAll();
      assertThat(polled.view().snapshot().outcome()).isEmpty();
    }

    parts.scheduler().advance(Duration.ofSeconds(31));
    parts.executor().runAll();

    assertThat(codeOf(polled)).isEqualTo(FailureCode.ABANDONED);
  }

  @Test
  void nothingIsAbandonedUnlessAskedFor() {
    ProgressTracker tracker = parts.start("t");

    parts.scheduler().advance(Duration.ofHours(5));

    assertThat(tracker.view().terminalSequence()).isZero();
  }

  @Test
  void aRetentionBeyondAllTimeKeepsEverything() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    ProgressHub hub = parts.builder().retention(forever).abandonAfter(forever).build();
    completed(hub, "t");

    parts.scheduler().advance(Duration.ofHours(5));

    assertThat(hub.find("t")).isPresent();
  }

  private static FailureCode codeOf(ProgressTracker tracker) {
    List<ProgressEvent> events = eventsOf(tracker);
    return ((Failed) events.get(events.size() - 1)).failure().code();
  }
}
