package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.testing.ManualHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancellationTest {
  private final ManualHub hub = ManualHub.create();
  private final ProgressTracker tracker = hub.start("t");
  private final Cancellation cancellation = tracker.cancellation();
  private final List<String> ran = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"complete", "fail", "cancel"})
  void theWorkShouldStopOnceTheTaskHasEndedForWhateverReason(String how) {
    assertThat(cancellation.requested()).isFalse();
    assertThatCode(cancellation::check).doesNotThrowAnyException();

    boolean ended =
        switch (how) {
          case "complete" -> tracker.complete(TaskResult.of("a"));
          case "fail" -> tracker.fail(TaskFailure.of(FailureCode.INTERNAL));
          default -> tracker.cancel();
        };

    assertThat(ended).isTrue();
    assertThat(cancellation.requested()).isTrue();
    assertThatThrownBy(cancellation::check).isInstanceOf(TaskCancelledException.class);
  }

  @Test
  void actionsRunOnceInTheOrderOfTheirRegistration() {
    cancellation.onRequested(() -> ran.add("a"));
    cancellation.onRequested(() -> ran.add("b"));

    tracker.cancel();
    tracker.cancel();

    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void anActionThatComesLateRunsAtOnce() {
    tracker.cancel();

    Registration registration = cancellation.onRequested(() -> ran.add("late"));

    assertThat(ran).containsExactly("late");
    registration.close();
    registration.close();
    assertThat(ran).containsExactly("late");
  }

  @Test
  void anActionThatIsTakenBackDoesNotRun() {
    Runnable action = () -> ran.add("a");
    Registration first = cancellation.onRequested(action);
    cancellation.onRequested(action);

    first.close();
    first.close();
    tracker.cancel();

    assertThat(ran).containsExactly("a");
  }

  @Test
  void anActionThatThrowsHurtsNoOther() {
    cancellation.onRequested(
        () -> {
          throw new IllegalStateException("from the action");
        });
    cancellation.onRequested(
        () -> {
          throw new AssertionError("from the action");
        });
    cancellation.onRequested(() -> ran.add("after"));

    assertThat(tracker.cancel()).isTrue();

    assertThat(ran).containsExactly("after");
    assertThat(hub.observer().taskEnds()).hasSize(1);
  }

  @Test
  void anActionMayRegisterAnother() {
    cancellation.onRequested(() -> cancellation.onRequested(() -> ran.add("inner")));

    tracker.cancel();

    assertThat(ran).containsExactly("inner");
  }

  @Test
  void anActionThatRacesWithTheEndRunsExactlyOnce() throws Exception {
    ProgressHub own = hub.builder().build();
    int rounds = 500;
    CyclicBarrier together = new CyclicBarrier(2);
    List<ProgressTracker> tasks = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      tasks.add(own.start(Task.create("task-" + i)));
    }
    List<AtomicInteger> runs = tasks.stream().map(task -> new AtomicInteger()).toList();
    CountDownLatch done = new CountDownLatch(1);
    Thread registrar =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                meet(together);
                tasks.get(i).cancellation().onRequested(runs.get(i)::incrementAndGet);
              }
              done.countDown();
            });
    registrar.start();
    for (ProgressTracker task : tasks) {
      meet(together);
      task.cancel();
    }

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(runs).allSatisfy(count -> assertThat(count).hasValue(1));
  }

  private static void meet(CyclicBarrier barrier) {
    assertThatCode(() -> barrier.await(10, TimeUnit.SECONDS)).doesNotThrowAnyException();
  }

  @Test
  void theCancellationThatNeverComesIsQuiet() {
    Cancellation never = Cancellation.none();

    never.onRequested(() -> ran.add("never")).close();

    assertThat(never.requested()).isFalse();
    assertThatCode(never::check).doesNotThrowAnyException();
    assertThat(ran).isEmpty();
  }
}
