package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Resync;
import dev.tidings.testing.RecordingListener;
import dev.tidings.testing.SettlingPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on every executor. */
@ParameterizedClass
@EnumSource(SubscriptionTest.Where.class)
class SubscriptionTest {
  /** Where events are delivered. */
  enum Where {
    SAME_THREAD,
    POOL
  }

  private static final Message HELLO = Message.text("hello");

  private final SettlingPool pool = new SettlingPool(3);
  private final ProgressHub hub;
  private final ProgressTracker tracker;
  private final TaskView view;

  SubscriptionTest(Where where) {
    Executor executor = where == Where.POOL ? pool : Runnable::run;
    hub = ProgressHub.builder().executor(executor).build();
    tracker = hub.start(Task.create("t"));
    view = tracker.view();
  }

  @AfterEach
  void stop() {
    hub.close();
    pool.close();
  }

  private void work() {
    for (int i = 0; i < 300; i++) {
      tracker.update(Stage.GENERATING_LLM, 65 + i / 20, HELLO);
      tracker.token("t" + i);
    }
    tracker.complete(TaskResult.of("done"));
  }

  @Test
  void everyEventIsDeliveredInOrderToAllWhoWatch() {
    List<RecordingListener> early = List.of(new RecordingListener(), new RecordingListener());
    early.forEach(view::subscribe);
    work();
    RecordingListener late = new RecordingListener();
    view.subscribe(late);

    List<ProgressEvent> all = eventsOf(view);
    for (RecordingListener listener : List.of(early.get(0), early.get(1), late)) {
      assertThat(listener.awaitEnd()).isTrue();
      assertThat(listener.events()).isEqualTo(all);
    }
  }

  @Test
  void aSubscriptionBeginsAtItsPosition() {
    tracker.update(Stage.PROCESSING, 5, HELLO);
    tracker.token("a");
    RecordingListener resumed = new RecordingListener();
    RecordingListener lost = new RecordingListener();

    view.subscribe(Position.after(2), resumed);
    view.subscribe(Position.LOST, lost);
    tracker.cancel();

    assertThat(resumed.awaitEnd()).isTrue();
    assertThat(resumed.sequences()).containsExactly(3L, 4L);
    assertThat(lost.awaitEnd()).isTrue();
    assertThat(lost.sequences()).containsExactly(3L, 4L);
    assertThat(lost.events().get(0)).isInstanceOf(Resync.class);
  }

  @Test
  void aListenerIsCalledOneAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    RecordingListener listener = new RecordingListener();
    view.subscribe(
        (task, event) -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          inside.decrementAndGet();
          listener.onEvent(task, event);
        });

    work();

    assertThat(listener.awaitEnd()).isTrue();
    assertThat(most).hasValue(1);
  }

  @Test
  void aSubscriptionEndsItselfAfterTheTerminalEvent() throws Exception {
    RecordingListener early = new RecordingListener();
    view.subscribe(early);
    assertThat(view.subscribers()).isEqualTo(1);
    work();
    RecordingListener late = new RecordingListener();
    view.subscribe(late);
    RecordingListener told = new RecordingListener();
    view.subscribe(Position.after(view.terminalSequence()), told);

    pool.settle();

    assertThat(view.subscribers()).isZero();
    assertThat(early.events()).hasSize(1 + 600 + 2).isEqualTo(late.events());
    assertThat(told.events()).isEmpty();
  }

  @Test
  void aListenerThatClosesItsSubscriptionIsNotCalledAgain() throws Exception {
    List<ProgressEvent> told = new ArrayList<>();
    Registration[] own = new Registration[1];
    own[0] =
        view.subscribe(
            Position.after(1),
            (task, event) -> {
              told.add(event);
              own[0].close();
            });

    work();
    pool.settle();

    assertThat(told).hasSize(1);
    assertThat(view.subscribers()).isZero();
  }

  @Test
  void aListenerThatKeepsFailingIsDroppedAndHurtsNoOther() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    view.subscribe(
        (task, event) -> {
          calls.incrementAndGet();
          throw new IllegalStateException("from the listener");
        });
    RecordingListener good = new RecordingListener();
    view.subscribe(good);

    work();

    assertThat(good.awaitEnd()).isTrue();
    pool.settle();
    assertThat(good.events()).isEqualTo(eventsOf(view));
    assertThat(calls).hasValue(3);
    assertThat(view.subscribers()).isZero();
  }

  @Test
  void aListenerThatFailsNowAndThenStays() {
    RecordingListener listener = new RecordingListener();
    AtomicInteger calls = new AtomicInteger();
    view.subscribe(
        (task, event) -> {
          listener.onEvent(task, event);
          if (calls.incrementAndGet() % 3 != 0) {
            throw new IllegalStateException("from the listener");
          }
        });

    work();

    assertThat(listener.awaitEnd()).isTrue();
    assertThat(listener.events()).isEqualTo(eventsOf(view));
  }

  @Test
  void errorsThatTheJvmSurvivesAreContained() throws Exception {
    RecordingListener listener = new RecordingListener();
    view.subscribe(
        (task, event) -> {
          listener.onEvent(task, event);
          if (event.sequence() == 2) {
            throw new AssertionError("from the listener");
          }
          if (event.sequence() == 3) {
            overflow(0);
          }
        });

    work();

    assertThat(listener.awaitEnd()).isTrue();
    assertThat(listener.events()).isEqualTo(eventsOf(view));
    pool.settle();
    assertThat(view.subscribers()).isZero();
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  @Test
  void aListenerMayUseTheTracker() {
    RecordingListener listener = new RecordingListener();
    view.subscribe(
        (task, event) -> {
          listener.onEvent(task, event);
          if (event.sequence() < 50) {
            tracker.token("and ");
          } else {
            tracker.complete(TaskResult.of("done"));
          }
        });

    assertThat(listener.awaitEnd()).isTrue();
    assertThat(listener.events()).isEqualTo(eventsOf(view)).hasSize(52);
  }
}
