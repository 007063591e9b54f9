package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.testing.ManualHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose tasks give way when a hub has no more room. */
class RoomTest {
  private static final int BUDGET = 64 * 1024;

  private final ManualHub parts = ManualHub.create();

  private static void completed(ProgressHub hub, String owner, String id, String answer) {
    hub.start(Task.create(id).owner(owner)).complete(TaskResult.of(answer));
  }

  private static boolean isKept(ProgressHub hub, String id) {
    return hub.find(id).isPresent();
  }

  @Test
  void tenThousandQuickTasksOfOneOwnerPushOutNobodyElses() {
    ProgressHub hub = parts.builder().build();
    for (int i = 0; i < 100; i++) {
      completed(hub, "user" + i % 40, "theirs" + i, "a");
    }

    for (int i = 0; i < 10_000; i++) {
      completed(hub, "flood", "flood" + i, "a");
    }

    assertThat(parts.observer().evicted()).hasSize(100).allMatch(id -> id.startsWith("flood"));
    assertThat(isKept(hub, "theirs0")).isTrue();
    assertThat(isKept(hub, "flood9999")).isTrue();
  }

  @Test
  void manyOwnersShareWhatTheyAllWant() {
    ProgressHub hub = parts.builder().maxTasks(60).build();
    for (int i = 0; i < 5; i++) {
      completed(hub, "modest", "modest" + i, "a");
    }

    for (int i = 0; i < 3_000; i++) {
      completed(hub, "flood" + i % 10, "flood" + i, "a");
    }

    for (int i = 0; i < 5; i++) {
      assertThat(isKept(hub, "modest" + i)).isTrue();
    }
  }

  @Test
  void ofOwnersWhoHaveAsMuchTheOldestTaskGoes() {
    ProgressHub hub = parts.builder().maxTasks(3).build();
    completed(hub, "one", "a", "a");
    completed(hub, "two", "b", "a");
    completed(hub, "three", "c", "a");

    completed(hub, "four", "d", "a");

    assertThat(parts.observer().evicted()).containsExactly("a");
  }

  @Test
  void tasksWithoutAnOwnerCountAsOneOwners() {
    ProgressHub hub = parts.builder().maxTasks(3).build();
    completed(hub, "one", "a", "a");
    hub.start(Task.create("b")).complete(TaskResult.of("a"));
    hub.start(Task.create("c")).complete(TaskResult.of("a"));

    hub.start(Task.create("d"));

    assertThat(parts.observer().evicted()).containsExactly("b");
  }

  @Test
  void unfinishedTasksCountForTheirOwnerToo() {
    ProgressHub hub = parts.builder().maxTasks(4).build();
    completed(hub, "modest", "older", "a");
    completed(hub, "busy", "newer", "a");
    hub.start(Task.create("running1").owner("busy"));
    hub.start(Task.create("running2").owner("busy"));

    hub.start(Task.create("another").owner("third"));

    assertThat(parts.observer().evicted()).containsExactly("newer");
  }

  @Test
  void overTheBudgetTheOwnerWhoHasMostBytesGivesWay() {
    ProgressHub hub = parts.builder().maxBytes(BUDGET).build();
    completed(hub, "long", "answer", "x".repeat(15_000));
    for (int i = 0; i < 5; i++) {
      completed(hub, "short", "short" + i, "a");
    }
    assertThat(parts.observer().evicted()).isEmpty();

    completed(hub, "another", "other", "x".repeat(12_000));

    assertThat(hub.bytes()).isLessThanOrEqualTo(BUDGET);
    assertThat(parts.observer().evicted()).containsExactly("answer");
  }

  @Test
  void aTaskThatGrowsPushesFinishedOnesOutAndStaysItself() {
    ProgressHub hub = parts.builder().maxBytes(BUDGET).build();
    completed(hub, "one", "finished", "x".repeat(12_000));
    ProgressTracker growing = hub.start(Task.create("growing").owner("two"));

    while (isKept(hub, "finished")) {
      growing.token("a text that is part of the answer ");
      assertThat(hub.bytes()).isLessThanOrEqualTo(BUDGET);
    }
    growing.token("x".repeat(BUDGET));

    assertThat(parts.observer().evicted()).containsExactly("finished");
    assertThat(growing.view().terminalSequence()).isZero();
    assertThat(isKept(hub, "growing")).isTrue();
    assertThat(hub.bytes()).isGreaterThan(BUDGET);
  }

  @Test
  void whereUnfinishedTasksHoldTheBudgetNoneIsStarted() {
    ProgressHub hub = parts.builder().maxBytes(BUDGET).build();
    completed(hub, "one", "finished", "a");
    ProgressTracker growing = hub.start(Task.create("growing").owner("two"));
    growing.token("x".repeat(BUDGET / 2));

    assertThatExceptionOfType(HubFullException.class)
        .isThrownBy(() -> hub.start(Task.create("new").owner("three")))
        .withMessageContaining("unfinished tasks hold")
        .withMessageContaining("maxBytes");

    growing.cancel();
    hub.start(Task.create("new").owner("three"));
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void whatEndsTooLargeForTheBudgetIsToldToItsReadersAndGoes() {
    ProgressHub hub = parts.builder().maxBytes(BUDGET).build();
    ProgressTracker tracker = hub.start(Task.create("t").owner("one"));
    TaskView view = tracker.view();

    tracker.complete(TaskResult.of("x".repeat(BUDGET)));

    assertThat(isKept(hub, "t")).isFalse();
    assertThat(hub.bytes()).isZero();
    assertThat(ManualHub.eventsOf(view)).last().matches(ProgressEvent::terminal);
    assertThat(view.owner()).contains("one");
  }

  @Test
  void ownersOnManyThreadsKeepWhatIsTheirsWhileOthersFlood() throws Exception {
    int threads = 3;
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try (ProgressHub hub = parts.builder().maxTasks(200).maxBytes(2_000_000).build()) {
      for (int i = 0; i < 20; i++) {
        completed(hub, "modest" + i % 4, "modest" + i, "a");
      }
      List<Callable<Void>> floods = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String owner = "flood" + thread;
        floods.add(
            () -> {
              for (int i = 0; i < 3_000; i++) {
                ProgressTracker task = hub.start(Task.create(owner + "-" + i).owner(owner));
                task.token("x".repeat(i % 2_000));
                task.complete(TaskResult.of("x".repeat(i % 3_000)));
                assertThat(hub.size()).isLessThanOrEqualTo(200);
                assertThat(hub.bytes()).isLessThanOrEqualTo(2_000_000);
              }
              return null;
            });
      }
      for (Future<Void> flood : workers.invokeAll(floods, 60, TimeUnit.SECONDS)) {
        flood.get();
      }

      assertThat(parts.observer().evicted()).noneMatch(id -> id.startsWith("modest"));
      assertThat(parts.observer().evicted())
          .doesNotHaveDuplicates()
          .hasSize(20 + 3_000 * threads - hub.size());
    } finally {
      workers.shutdownNow();
    }
  }
}
