package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.testing.EventReference;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskEndTest {
  private static final TaskResult RESULT = TaskResult.of("answer");

  private final ManualHub hub = ManualHub.create();
  private final ProgressTracker tracker = hub.start("t");
  private final TaskView view = tracker.view();

  @Test
  void completeEndsTheTaskOnce() {
    assertThat(view.terminalSequence()).isZero();
    assertThat(view.terminalEvent()).isEmpty();
    assertThat(view.result()).isEmpty();

    assertThat(tracker.complete(RESULT)).isTrue();
    assertThat(tracker.complete(TaskResult.of("another"))).isFalse();
    assertThat(tracker.fail(TaskFailure.of(FailureCode.INTERNAL))).isFalse();
    assertThat(tracker.cancel()).isFalse();

    assertThat(view.terminalSequence()).isEqualTo(3);
    assertThat(eventsOf(view).get(2))
        .isInstanceOfSatisfying(Completed.class, end -> assertThat(end.result()).isEqualTo(RESULT));
    assertThat(view.terminalEvent()).contains(eventsOf(view).get(2));
    assertThat(view.result()).contains(RESULT);
    assertThat(view.snapshot().outcome()).contains(Outcome.COMPLETED);
    assertThat(view.snapshot().status()).isEqualTo("completed");
  }

  @ParameterizedTest
  @MethodSource("dev.tidings.FailureCode#standard")
  void aFailureEndsTheTaskWithItsCodeAndStage(FailureCode code) {
    tracker.update(Stage.ANALYZING_RAG, 45, Message.text("reading"));

    assertThat(tracker.fail(TaskFailure.of(code))).isTrue();

    Failed end = (Failed) eventsOf(view).get(2);
    assertThat(view.terminalEvent()).contains(end);
    assertThat(view.result()).isEmpty();
    assertThat(end.stage()).isEqualTo(Stage.ANALYZING_RAG);
    assertThat(end.failure()).isEqualTo(TaskFailure.of(code));
    assertThat(end.failure().message()).isEqualTo(Message.of("error." + code.wireName()));
    boolean cancelled = code.equals(FailureCode.CANCELLED);
    assertThat(view.snapshot().outcome()).contains(cancelled ? Outcome.CANCELLED : Outcome.FAILED);
    assertThat(view.snapshot().status()).isEqualTo(cancelled ? "cancelled" : "failed");
    assertThat(view.snapshot().percent()).isEqualTo(45);
  }

  @Test
  void aHostHasCodesOfItsOwn() {
    FailureCode code = FailureCode.of("no_credit");

    tracker.fail(TaskFailure.of(code).withMessage(Message.text("Please pay first.")));

    TaskFailure failure = ((Failed) eventsOf(view).get(1)).failure();
    assertThat(failure.code().wireName()).isEqualTo("no_credit");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.code()).isEqualTo(FailureCode.of("no_credit"));
    assertThat(view.snapshot().status()).isEqualTo("failed");
    assertThat(TaskFailure.of(code).message()).isEqualTo(Message.of("error.no_credit"));
  }

  @Test
  void aNameOfTheLibrarysIsTheLibrarysCode() {
    for (FailureCode code : FailureCode.standard()) {
      assertThat(FailureCode.of(code.wireName())).isSameAs(code);
    }
    assertThat(FailureCode.of("internal").retryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "No_credit", "7up", "no-credit", "no credit", "籤"})
  void aCodeOfAnotherFormIsRefusedByItsName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailureCode.of(name))
        .withMessageContaining("failure code '" + name + "'")
        .withMessageContaining("lower-case");
  }

  @Test
  void aFailureMaySayWhenToTryAgain() {
    TaskFailure failure =
        TaskFailure.of(FailureCode.LLM_RATE_LIMITED)
            .withRetry(true, Duration.ofSeconds(7))
            .withMessage(Message.text("busy"));

    tracker.fail(failure);

    assertThat(((Failed) eventsOf(view).get(1)).failure()).isEqualTo(failure);
  }

  @Test
  void callsAfterTheEndChangeNothingAndAreReported() {
    StageProgress stage = tracker.enter(Stage.PROCESSING);
    tracker.cancel();
    List<ProgressEvent> before = eventsOf(view);

    tracker.update(Stage.GENERATING_LLM, 70, Message.text("late"));
    tracker.note(Message.text("late"));
    tracker.token("late");
    tracker.complete(RESULT);
    tracker.cancel();
    stage.advance(1, 2);

    assertThat(eventsOf(view)).isEqualTo(before);
    assertThat(hub.observer().refused()).isEqualTo(6);
    assertThat(view.snapshot().stage()).isEqualTo(Stage.PROCESSING);
  }

  @Test
  void theObserverIsToldOfTheWholeLife() {
    tracker.update(Stage.PROCESSING, 5, Message.text("begin"));
    hub.time().advance(Duration.ofMillis(300));
    tracker.update(Stage.GENERATING_LLM, 65, Message.text("write"));
    hub.time().advance(Duration.ofMillis(700));
    tracker.complete(RESULT);

    assertThat(hub.observer().started()).containsExactly("t");
    assertThat(hub.observer().stageEnds())
        .extracting(end -> end.stage() + " " + end.duration().toMillis())
        .containsExactly("queued 0", "processing 300", "generating_llm 700");
    assertThat(hub.observer().taskEnds())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.event()).isEqualTo(eventsOf(view).get(4));
              assertThat(end.duration()).isEqualTo(Duration.ofSeconds(1));
            });
    assertThat(hub.observer().refused()).isZero();
  }

  @Test
  void ofManyThreadsThatEndATaskExactlyOneDoes() throws Exception {
    int threads = 8;
    int rounds = 200;
    ProgressHub own = hub.builder().build();
    CyclicBarrier together = new CyclicBarrier(threads);
    List<ProgressTracker> tasks = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      tasks.add(own.start(Task.create("task-" + round)));
    }
    int endsBefore = hub.observer().taskEnds().size();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int worker = 0; worker < threads; worker++) {
        int kind = worker % 3;
        workers.add(
            () -> {
              int won = 0;
              for (ProgressTracker task : tasks) {
                together.await(10, TimeUnit.SECONDS);
                task.token("x");
                won += end(task, kind) ? 1 : 0;
                task.update(Stage.PROCESSING, 5, Message.text("late"));
              }
              return won;
            });
      }
      int won = 0;
      for (Future<Integer> worker : pool.invokeAll(workers, 30, TimeUnit.SECONDS)) {
        won += worker.get();
      }
      assertThat(won).isEqualTo(rounds);
    } finally {
      pool.shutdownNow();
    }
    assertThat(hub.observer().taskEnds()).hasSize(endsBefore + rounds);
    for (ProgressTracker task : tasks) {
      List<ProgressEvent> events = eventsOf(task);
      assertThat(EventReference.of(events).lastSequence())
          .isEqualTo(task.view().terminalSequence());
      assertThat(events.get(events.size() - 1).terminal()).isTrue();
      assertThat(task.cancellation().requested()).isTrue();
    }
  }

  private static boolean end(ProgressTracker task, int kind) {
    return switch (kind) {
      case 0 -> task.complete(RESULT);
      case 1 -> task.fail(TaskFailure.of(FailureCode.INTERNAL));
      default -> task.cancel();
    };
  }
}
