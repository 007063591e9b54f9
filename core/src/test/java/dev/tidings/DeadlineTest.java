package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Failed;
import dev.tidings.testing.ManualHub;
import dev.tidings.testkit.time.ManualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Message HELLO = Message.text("hello");

  private final ManualHub parts = ManualHub.create();
  private final ProgressHub hub = parts.builder().build();
  private final int hubTimers = parts.scheduler().waiting();

  private static FailureCode codeOf(ProgressTracker tracker) {
    List<ProgressEvent> events = eventsOf(tracker);
    return ((Failed) events.get(events.size() - 1)).failure().code();
  }

  private void advanceTo(Duration sinceStart) {
    long now = parts.time().millis() - ManualClock.START.toEpochMilli();
    parts.scheduler().advance(sinceStart.minusMillis(now));
  }

  @Test
  void aTaskFailsWhenItsDeadlinePasses() {
    ProgressTracker tracker = hub.start(Task.create("t").deadline(SECOND.multipliedBy(10)));
    tracker.update(Stage.ANALYZING_RAG, 30, HELLO);

    advanceTo(Duration.ofMillis(9_999));
    assertThat(tracker.view().terminalSequence()).isZero();

    advanceTo(Duration.ofSeconds(10));
    assertThat(codeOf(tracker)).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    assertThat(tracker.cancellation().requested()).isTrue();
  }

  @Test
  void aTaskWithoutADeadlineHasTheHubs() {
    ProgressHub patient = parts.builder().deadline(SECOND.multipliedBy(10)).build();
    ProgressTracker bounded = patient.start(Task.create("t"));
    ProgressTracker longer = patient.start(Task.create("u").deadline(SECOND.multipliedBy(20)));
    assertThat(bounded.view().task().deadline()).contains(SECOND.multipliedBy(10));

    advanceTo(Duration.ofSeconds(10));

    assertThat(codeOf(bounded)).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    assertThat(longer.view().terminalSequence()).isZero();
    advanceTo(Duration.ofSeconds(20));
    assertThat(codeOf(longer)).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
  }

  @Test
  void aHubsDeadlineMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parts.builder().deadline(Duration.ZERO))
        .withMessageContaining("deadline PT0S must be positive");
  }

  @Test
  void aTaskFailsWhenItStaysInAStageForTooLong() {
    ProgressTracker tracker =
        hub.start(Task.create("t").stageDeadline(Stage.GENERATING_LLM, SECOND.multipliedBy(5)));
    advanceTo(Duration.ofSeconds(60));
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);

    advanceTo(Duration.ofMillis(64_999));
    tracker.token("still writing");
    assertThat(tracker.view().terminalSequence()).isZero();

    advanceTo(Duration.ofSeconds(65));
    assertThat(codeOf(tracker)).isEqualTo(FailureCode.STAGE_TIMEOUT);
  }

  @Test
  void theQueueIsAStageToo() {
    ProgressTracker tracker =
        hub.start(Task.create("t").stageDeadline(Stage.QUEUED, SECOND.multipliedBy(2)));

    advanceTo(Duration.ofSeconds(2));

    assertThat(codeOf(tracker)).isEqualTo(FailureCode.STAGE_TIMEOUT);
  }

  @Test
  void aStageThatWasLeftInTimeHasNoDeadline() {
    ProgressTracker tracker =
        hub.start(
            Task.create("t")
                .stageDeadline(Stage.PROCESSING, SECOND)
                .stageDeadline(Stage.ANALYZING_RAG, SECOND.multipliedBy(2)));
    tracker.update(Stage.PROCESSING, 5, HELLO);
    advanceTo(Duration.ofMillis(900));
    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);
    advanceTo(Duration.ofMillis(2_800));
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);

    advanceTo(Duration.ofSeconds(100));

    assertThat(tracker.view().terminalSequence()).isZero();
    assertThat(parts.scheduler().waiting()).isEqualTo(hubTimers);
  }

  @Test
  void anUpdateOfTheSameStageDoesNotExtendItsDeadline() {
    ProgressTracker tracker =
        hub.start(Task.create("t").stageDeadline(Stage.PROCESSING, SECOND.multipliedBy(2)));
    tracker.update(Stage.PROCESSING, 1, HELLO);
    advanceTo(Duration.ofSeconds(1));
    tracker.update(Stage.PROCESSING, 2, HELLO);

    advanceTo(Duration.ofSeconds(2));

    assertThat(codeOf(tracker)).isEqualTo(FailureCode.STAGE_TIMEOUT);
  }

  @Test
  void anEndedTaskLeavesNoTimerBehind() {
    ProgressTracker tracker =
        hub.start(Task.create("t").deadline(SECOND).stageDeadline(Stage.PROCESSING, SECOND));
    tracker.update(Stage.PROCESSING, 5, HELLO);
    assertThat(parts.scheduler().waiting()).isEqualTo(hubTimers + 2);

    tracker.complete(TaskResult.of("a"));

    assertThat(parts.scheduler().waiting()).isEqualTo(hubTimers);
    advanceTo(Duration.ofSeconds(5));
    assertThat(eventsOf(tracker)).hasSize(4);
    assertThat(parts.observer().refused()).isZero();
  }

  @Test
  void aDeadlineBeyondAllTimeNeverPasses() {
    Duration forever = ChronoUnit.FOREVER.getDuration();

    ProgressTracker tracker =
        hub.start(Task.create("t").deadline(forever).stageDeadline(Stage.PROCESSING, forever));
    tracker.update(Stage.PROCESSING, 5, HELLO);
    advanceTo(Duration.ofHours(5));

    assertThat(tracker.view().terminalSequence()).isZero();
  }

  @Test
  void aSchedulerThatRefusesForNowLosesNoDeadline() {
    for (Throwable how :
        List.of(new RejectedExecutionException("full"), new OutOfMemoryError("made up"))) {
      AtomicInteger refusals = new AtomicInteger();
      ScheduledExecutorService refusing =
          (ScheduledExecutorService)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {ScheduledExecutorService.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("schedule") && refusals.getAndDecrement() > 0) {
                      throw how;
                    }
                    return method.invoke(parts.scheduler(), arguments);
                  });
      ProgressHub own = parts.builder().scheduler(refusing).executor(Runnable::run).build();
      refusals.set(2);
      ProgressTracker task =
          own.start(
              Task.create("t")
                  .deadline(SECOND.multipliedBy(10))
                  .stageDeadline(Stage.QUEUED, SECOND.multipliedBy(20)));
      assertThat(own.find("t")).isPresent();

      parts.scheduler().advance(SECOND.multipliedBy(9));
      assertThat(task.view().terminalSequence()).isZero();
      parts.scheduler().advance(SECOND);

      assertThat(codeOf(task)).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    }
  }
}
