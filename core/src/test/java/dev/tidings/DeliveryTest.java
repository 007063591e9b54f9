package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testing.ManualHub;
import dev.tidings.testing.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When and where events are delivered, on an executor that runs by hand. */
class DeliveryTest {
  private final ManualHub parts = ManualHub.create();
  private final ProgressHub hub = parts.builder().build();
  private final ProgressTracker tracker = hub.start(Task.create("t"));
  private final TaskView view = tracker.view();
  private final RecordingListener listener = new RecordingListener();

  private void work(int steps) {
    for (int i = 0; i < steps; i++) {
      tracker.token("t" + i);
    }
  }

  @Test
  void nothingIsDeliveredOnTheThreadOfTheWorker() {
    view.subscribe(listener);
    work(10);
    tracker.cancel();

    assertThat(listener.events()).isEmpty();
    parts.executor().runAll();
    assertThat(listener.events()).isEqualTo(eventsOf(view));
  }

  @Test
  void aListenerWaitsForOneRunHoweverManyEventsThereAre() {
    view.subscribe(listener);
    parts.executor().runAll();

    work(200);
    assertThat(parts.executor().pending()).isEqualTo(1);
    parts.executor().runAll();

    assertThat(listener.events()).hasSize(201);
  }

  @Test
  void aClosedSubscriptionIsNotCalledThoughARunIsUnderWay() {
    Registration subscription = view.subscribe(listener);
    work(10);

    subscription.close();
    subscription.close();
    parts.executor().runAll();
    tracker.cancel();
    parts.executor().runAll();

    assertThat(listener.events()).isEmpty();
    assertThat(view.subscribers()).isZero();
  }

  @Test
  void anExecutorThatRefusesIsAskedAgainUntilItTakesTheWork() {
    parts.executor().refuseNext(4);
    view.subscribe(listener);
    work(3);
    assertThat(parts.executor().pending()).isZero();

    parts.scheduler().advance(Duration.ofMillis(200));
    parts.executor().runAll();
    work(1);
    parts.executor().refuseNext(1);
    tracker.cancel();
    parts.executor().runAll();
    parts.scheduler().advance(Duration.ofMillis(50));
    parts.executor().runAll();

    assertThat(listener.events()).isEqualTo(eventsOf(view));
    assertThat(view.subscribers()).isZero();
  }

  @Test
  void aRefusedWakeIsNotLostForLaterAppends() {
    view.subscribe(listener);
    parts.executor().runAll();
    parts.executor().refuseNext(1);
    work(1);
    work(1);

    parts.scheduler().advance(Duration.ofMillis(50));
    parts.executor().runAll();
    work(1);
    parts.executor().runAll();

    assertThat(listener.sequences()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void anExecutorThatThrowsSomethingElseHurtsNeitherTheWorkerNorTheEnd() {
    AtomicInteger faults = new AtomicInteger(2);
    Executor faulty =
        action -> {
          if (faults.getAndDecrement() > 0) {
            throw new IllegalStateException("the executor is not started");
          }
          parts.executor().execute(action);
        };
    ProgressTracker own = parts.builder().executor(faulty).build().start(Task.create("own"));
    AtomicInteger stopped = new AtomicInteger();
    own.cancellation().onRequested(stopped::incrementAndGet);
    own.view().subscribe(Position.START, listener);

    assertThat(own.complete(TaskResult.of("done"))).isTrue();
    parts.scheduler().advance(Duration.ofMillis(100));
    parts.executor().runAll();

    assertThat(stopped).hasValue(1);
    assertThat(parts.observer().taskEnds()).hasSize(1);
    assertThat(listener.events()).isEqualTo(eventsOf(own));
  }

  @Test
  void aRefusalAfterCloseHurtsNoWorker() {
    view.subscribe(listener);
    parts.scheduler().shutdown();
    parts.executor().refuseNext(100);

    work(3);
    hub.close();

    assertThat(view.terminalSequence()).isEqualTo(5);
    assertThat(tracker.cancellation().requested()).isTrue();
  }

  @Test
  void anErrorOfTheJvmInAListenerEndsItsSubscriptionAndNothingElse() {
    view.subscribe(
        (task, event) -> {
          throw new OutOfMemoryError("from the listener");
        });
    view.subscribe(listener);

    parts.executor().runAll();
    assertThat(view.subscribers()).isEqualTo(1);
    tracker.cancel();
    parts.executor().runAll();

    assertThat(listener.events()).isEqualTo(eventsOf(view));
    assertThat(view.subscribers()).isZero();
  }

  @Test
  void anObserverThatThrowsHurtsNobody() {
    HubObserver broken =
        new HubObserver() {
          @Override
          public void taskStarted(TaskView task) {
            throw new IllegalStateException("from the observer");
          }

          @Override
          public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
            throw new AssertionError("from the observer");
          }

          @Override
          public void appendRefused(TaskView task) {
            throw new IllegalStateException("from the observer");
          }
        };
    ProgressTracker own = parts.builder().observer(broken).build().start(Task.create("own"));

    assertThat(own.cancel()).isTrue();
    assertThat(own.cancel()).isFalse();
    own.token("late");

    assertThat(eventsOf(own)).hasSize(2);
  }

  @Test
  void anObserverIsToldNoEndBeforeItsBeginning() {
    List<String> told = new ArrayList<>();
    ProgressHub[] own = new ProgressHub[1];
    own[0] =
        parts
            .builder()
            .observer(
                new HubObserver() {
                  @Override
                  public void taskStarted(TaskView task) {
                    // As if another thread cancelled it at this moment.
                    assertThat(own[0].cancel(task.task().id())).isCompletedWithValue(true);
                    told.add("started");
                  }

                  @Override
                  public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
                    told.add("ended");
                  }
                })
            .retention(Duration.ZERO)
            .build();

    own[0].start(Task.create("t"));

    assertThat(told).containsExactly("started", "ended");
    assertThat(own[0].find("t")).isEmpty();
  }
}
