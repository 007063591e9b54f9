package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidings.ProgressEvent.Failed;
import dev.tidings.internal.task.LocalHub;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubCloseTest {
  private final ManualHub parts = ManualHub.create();

  @Test
  void closeEndsEveryUnfinishedTaskAsShutdown() {
    ProgressHub hub = parts.builder().build();
    ProgressTracker running = hub.start(Task.create("running"));
    ProgressTracker finished = hub.start(Task.create("finished"));
    finished.complete(TaskResult.of("a"));

    hub.close();
    hub.close();

    assertThat(eventsOf(running).get(1))
        .isInstanceOfSatisfying(
            Failed.class,
            end -> assertThat(end.failure()).isEqualTo(TaskFailure.of(FailureCode.SHUTDOWN)));
    assertThat(finished.view().snapshot().outcome()).contains(Outcome.COMPLETED);
    assertThat(hub.find("running")).isPresent();
    assertThat(parts.scheduler().waiting()).isZero();
    assertThat(parts.observer().refused()).isZero();
  }

  @Test
  void aClosedHubAcceptsNoTask() {
    ProgressHub hub = parts.builder().build();
    hub.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> hub.start(Task.create("t")))
        .withMessageContaining("the hub is closed");
    assertThat(hub.find("t")).isEmpty();
  }

  @Test
  void aSchedulerOfTheHostIsNotShutDown() {
    parts.builder().build().close();

    assertThat(parts.scheduler().isShutdown()).isFalse();
  }

  @Test
  void noTaskSurvivesAStartThatRacesWithClose() throws Exception {
    for (int round = 0; round < 50; round++) {
      ProgressHub hub = parts.builder().build();
      List<ProgressTracker> started = new ArrayList<>();
      CountDownLatch under = new CountDownLatch(20);
      CountDownLatch done = new CountDownLatch(1);
      Thread host =
          new Thread(
              () -> {
                try {
                  for (int i = 0; ; i++) {
                    started.add(hub.start(Task.create("t" + i)));
                    under.countDown();
                  }
                } catch (IllegalStateException closed) {
                  done.countDown();
                }
              });
      host.start();
      assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();
      hub.close();

      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(started)
          .allSatisfy(task -> assertThat(task.view().terminalSequence()).isEqualTo(2));
    }
  }

  @Test
  void aHubStopsTheTimerThreadItStarted() throws Exception {
    Set<Thread> before = timerThreads();
    ProgressHub hub = ProgressHub.of(StageModel.builder().stage("work", 100).build());
    hub.start(Task.create("t").deadline(Duration.ofHours(1)));
    Set<Thread> own = timerThreads();
    own.removeAll(before);
    assertThat(own).singleElement().satisfies(thread -> assertThat(thread.isDaemon()).isTrue());

    hub.close();

    Thread timer = own.iterator().next();
    timer.join(10_000);
    assertThat(timer.isAlive()).isFalse();
  }

  private static Set<Thread> timerThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("tidings-timer"));
    return threads;
  }

  @Test
  void anEpochIsNewForEachHubUnlessGiven() {
    ProgressHub one = ProgressHub.builder().scheduler(parts.scheduler()).build();
    ProgressHub two = ProgressHub.builder().scheduler(parts.scheduler()).build();

    assertThat(one.epoch()).matches("[A-Za-z0-9]{1,32}").isNotEqualTo(two.epoch());
    assertThat(parts.builder().build().epoch()).isEqualTo("e1");
  }

  @Test
  void aTaskOfAnotherRunHasEndedAsLostAndIsNotKept() {
    ProgressHub hub = parts.builder().build();

    TaskView lost = ((LocalHub) hub).lost(Task.create("gone").locale(Locale.CHINESE));

    assertThat(lost.cursor(Position.after(1)).read(9))
        .singleElement()
        .isInstanceOfSatisfying(
            ProgressEvent.Failed.class,
            event -> assertThat(event.failure()).isEqualTo(TaskFailure.of(FailureCode.TASK_LOST)));
    assertThat(hub.find("gone")).isEmpty();
    assertThat(hub.size()).isZero();
  }

  @Test
  void aDeadlineForAStageThatTheModelLacksIsRefused() {
    ProgressHub hub = parts.builder().build();
    Task task = Task.create("t").stageDeadline(Stage.of("fetch"), Duration.ofSeconds(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> hub.start(task))
        .withMessageContaining("fetch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "a b", "a\n", "abcdefghijklmnopqrstuvwxyz1234567"})
  void anEpochIsOnlyLettersAndDigits(String epoch) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgressHub.builder().epoch(epoch))
        .withMessageContaining("epoch '" + epoch + "'");
  }

  @Test
  void settingsOutOfRangeAreRefusedByNameAndValue() {
    ProgressHubBuilder builder = ProgressHub.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retention(Duration.ofSeconds(-1)))
        .withMessageContaining("retention PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxTasks(0))
        .withMessageContaining("maxTasks 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxBytes(65_535))
        .withMessageContaining("maxBytes 65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retainedBytes(4095))
        .withMessageContaining("retainedBytes 4095");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.minimumRunsForEta(0))
        .withMessageContaining("minimumRunsForEta 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.abandonAfter(Duration.ZERO))
        .withMessageContaining("abandonAfter PT0S");
  }
}
