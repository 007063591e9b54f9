package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testing.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many short tasks on real threads: a wake-up that gets lost leaves a listener waiting forever. */
@Timeout(60)
class WakeUpHammerTest {
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final ExecutorService delivery = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    workers.shutdownNow();
    delivery.shutdownNow();
  }

  @Test
  void noWakeUpIsLostWhenSubscribingRacesWithAppending() throws Exception {
    try (ProgressHub hub = ProgressHub.builder().executor(delivery).maxTasks(100).build()) {
      for (int round = 0; round < 2_000; round++) {
        ProgressTracker task = hub.start(Task.create("t" + round));
        Future<?> worker =
            workers.submit(
                () -> {
                  task.token("a");
                  task.token("b");
                  task.complete(TaskResult.of("ab"));
                });
        RecordingListener listener = new RecordingListener();
        task.view().subscribe(listener);

        assertThat(listener.awaitEnd()).as("round %s", round).isTrue();
        assertThat(listener.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
        worker.get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void noWakeUpIsLostBetweenSingleAppends() throws Exception {
    try (ProgressHub hub = ProgressHub.builder().executor(delivery).build()) {
      ProgressTracker task = hub.start(Task.create("t"));
      EventCursor cursor = task.view().cursor(Position.START);
      List<CountDownLatch> told = new ArrayList<>();
      for (int i = 0; i <= 5_001; i++) {
        told.add(new CountDownLatch(1));
      }
      task.view().subscribe((view, event) -> told.get((int) event.sequence()).countDown());
      for (int sequence = 2; sequence <= 5_001; sequence++) {
        task.token("x");
        assertThat(told.get(sequence).await(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(cursor.lag()).isEqualTo(5_001);
    }
  }

  @Test
  void noWakeUpIsLostWhenTwoWorkersDeliverOnTheirOwnThreads() throws Exception {
    int rounds = 20_000;
    AtomicInteger told = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(2);
    try (ProgressHub hub = ProgressHub.builder().executor(Runnable::run).build()) {
      ProgressTracker task = hub.start(Task.create("t"));
      task.view().subscribe((view, event) -> told.incrementAndGet());
      Callable<Integer> worker =
          () -> {
            int missing = 0;
            for (int round = 1; round <= rounds; round++) {
              together.await(10, TimeUnit.SECONDS);
              task.note(Message.text("x"));
              together.await(10, TimeUnit.SECONDS);
              missing += told.get() == 1 + 2 * round ? 0 : 1;
            }
            return missing;
          };
      Future<Integer> other = workers.submit(worker);
      Future<Integer> one = workers.submit(worker);

      assertThat(one.get(30, TimeUnit.SECONDS)).isZero();
      assertThat(other.get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void anOverloadedExecutorDelaysDeliveryAndLosesNothing() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    ProgressHubBuilder builder =
        ProgressHub.builder()
            .executor(
                action -> {
                  if (ThreadLocalRandom.current().nextInt(3) == 0) {
                    throw new RejectedExecutionException("overloaded");
                  }
                  delivery.execute(action);
                });
    try (ProgressHub hub = builder.build()) {
      List<RecordingListener> listeners = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ProgressTracker task = hub.start(Task.create("t" + i));
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        task.view()
            .subscribe(
                (view, event) -> {
                  threads.add(Thread.currentThread());
                  listener.onEvent(view, event);
                });
        for (int token = 0; token < 20; token++) {
          task.token("x");
        }
        task.cancel();
      }

      assertThat(listeners).allMatch(RecordingListener::awaitEnd);
      assertThat(listeners).allSatisfy(one -> assertThat(one.events()).hasSize(22));
      assertThat(threads).doesNotContain(Thread.currentThread());
    }
  }
}
