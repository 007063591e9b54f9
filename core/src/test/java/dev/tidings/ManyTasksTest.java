package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.testing.RecordingListener;
import dev.tidings.testing.RecordingObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand tasks on real threads, each cancelled before, during or after its work, or not. */
@Timeout(60)
class ManyTasksTest {
  private static final int TASKS = 10_000;
  private static final int KEPT = 500;

  private final ExecutorService workers = Executors.newFixedThreadPool(3);
  private final ExecutorService cancellers = Executors.newFixedThreadPool(2);
  private final ExecutorService delivery = Executors.newFixedThreadPool(2);

  /** Each canceller may be about to tell the hub of an end. */
  private final Semaphore unfinished = new Semaphore(KEPT - 2);

  private final RecordingObserver observer = new RecordingObserver();
  private final ProgressHub hub =
      ProgressHub.builder().executor(delivery).observer(observer).maxTasks(KEPT).build();

  @AfterEach
  void stop() {
    hub.close();
    workers.shutdownNow();
    cancellers.shutdownNow();
    delivery.shutdownNow();
  }

  /** One task: its work stops at the first step after it was asked to. */
  private final class Worker implements Runnable {
    private static final int STEPS = 20;

    private final String id;
    private final int cancelAt;
    private final ProgressTracker task;
    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger stopped = new AtomicInteger();

    Worker(int number) {
      Random random = new Random(number);
      id = "t" + number;
      cancelAt = random.nextInt(3 * STEPS);
      task = hub.start(Task.create(id).deadline(Duration.ofMinutes(5)));
      task.cancellation().onRequested(stopped::incrementAndGet);
      task.view().subscribe(listener);
    }

    @Override
    public void run() {
      work();
      unfinished.release();
    }

    private void work() {
      for (int step = 0; step < STEPS && !task.cancellation().requested(); step++) {
        if (step == cancelAt) {
          cancellers.execute(() -> hub.cancel(id));
        }
        task.token("x");
      }
      task.complete(TaskResult.of("x".repeat(STEPS)));
    }
  }

  @Test
  void eachEndsOnceAndLeavesNothingBehind() throws Exception {
    List<Worker> all = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      unfinished.acquire();
      Worker worker = new Worker(i);
      all.add(worker);
      if (worker.cancelAt >= 2 * Worker.STEPS) {
        cancellers.execute(() -> hub.cancel(worker.id));
      }
      workers.execute(worker);
    }
    for (ExecutorService pool : List.of(workers, cancellers)) {
      pool.shutdown();
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    for (Worker worker : all) {
      assertThat(worker.listener.awaitEnd()).isTrue();
      List<ProgressEvent> events = worker.listener.events();
      TaskView view = worker.task.view();
      assertThat(worker.listener.sequences())
          .isSorted()
          .doesNotHaveDuplicates()
          .endsWith(view.terminalSequence());
      assertThat(events).filteredOn(ProgressEvent::terminal).hasSize(1);
      assertThat(text(events)).isEqualTo(view.snapshot().text());
      assertThat(worker.stopped).hasValue(1);
      assertThat(view.subscribers()).isZero();
    }
    assertThat(observer.taskEnds()).hasSize(TASKS);
    assertThat(observer.taskEnds()).extracting("id").doesNotHaveDuplicates();
    assertThat(observer.taskEnds())
        .filteredOn(end -> end.event() instanceof Failed)
        .extracting("event.failure.code")
        .hasSizeBetween(TASKS / 20, TASKS - TASKS / 20)
        .containsOnly(FailureCode.CANCELLED);
    assertThat(hub.size()).isEqualTo(KEPT);
    assertThat(observer.evicted()).hasSize(TASKS - KEPT).doesNotHaveDuplicates();
  }

  private static String text(List<ProgressEvent> events) {
    return events.stream()
        .filter(Text.class::isInstance)
        .map(event -> ((Text) event).text())
        .collect(Collectors.joining());
  }
}
