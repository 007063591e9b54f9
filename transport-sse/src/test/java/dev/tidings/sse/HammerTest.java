package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.RecordingObserver;
import dev.tidings.sse.testing.RestlessReader;
import dev.tidings.sse.testing.Sent;
import dev.tidings.stream.TaskStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many tasks and many clients that read at any speed, break off in the middle of a frame, and come
 * back, on real threads.
 */
class HammerTest {
  private static final int TASKS = 20;
  private static final int READERS = 200;
  private static final int BATCHES = 250;
  private static final String[] PIECES = {"根據", " the ", "🙏", "\uD834", "\uDD1E", "\r\n", "x"};

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final ExecutorService deliveries = Executors.newFixedThreadPool(3);
  private final ProgressHub hub =
      ProgressHub.builder()
          .executor(deliveries)
          .retention(Duration.ofDays(1))
          .retainedBytes(8 * 1024)
          .build();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    hub.close();
    deliveries.shutdownNow();
  }

  /** A task that works in batches, now and then, on the pool's threads. */
  private final class Worker implements Runnable {
    private final ProgressTracker task;
    private final Random random;
    private final StringBuilder answer = new StringBuilder();
    private int batches;

    Worker(int number) {
      task = hub.start(Task.create("t" + number));
      random = new Random(number);
    }

    @Override
    public void run() {
      for (int i = random.nextInt(8); i >= 0; i--) {
        String piece = PIECES[random.nextInt(PIECES.length)];
        answer.append(piece);
        task.token(piece);
      }
      int percent = batches * 99 / BATCHES;
      task.update(
          percent < 10 ? Stage.PROCESSING : Stage.GENERATING_LLM,
          percent,
          Message.text("batch " + batches));
      if (++batches < BATCHES) {
        later(this, random.nextInt(6));
      } else if (random.nextInt(4) > 0) {
        task.complete(TaskResult.of(answer.toString()));
      } else {
        task.fail(TaskFailure.of(FailureCode.LLM_UNAVAILABLE));
      }
    }
  }

  private void later(Runnable action, int millis) {
    ScheduledFuture<?> unused = threads.schedule(action, millis, MILLISECONDS);
  }

  @Test
  void everyReaderGetsItsWholeTaskOnceWhateverHappensToItsConnections() throws Exception {
    RecordingObserver observer = new RecordingObserver();
    SseTransport transport =
        SseTransport.of(
            TaskStreams.builder(hub)
                .ping(Dialects.enhanced(), Duration.ofMillis(20))
                .observer(observer)
                .build());
    List<Worker> workers = new ArrayList<>();
    List<RestlessReader> readers = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      workers.add(new Worker(i));
    }
    for (int i = 0; i < READERS; i++) {
      readers.add(new RestlessReader(transport, "t" + i % TASKS, threads, i));
    }
    workers.forEach(worker -> later(worker, 0));
    for (int i = 0; i < READERS; i++) {
      later(readers.get(i)::connect, 5 * i);
    }

    for (RestlessReader reader : readers) {
      List<Sent> events = reader.awaitEnd();
      Worker worker = workers.get(Integer.parseInt(reader.taskId().substring(1)));
      assertThat(Client.answer(events)).isEqualTo(worker.answer.toString());
      assertThat(events).extracting(Sent::sequence).isSorted().doesNotHaveDuplicates();
      assertThat(events).filteredOn(RestlessReader::isTerminal).hasSize(1);
      assertThat(events).last().matches(RestlessReader::isTerminal);
      assertThat(events)
          .filteredOn(event -> event.type().equals("enhanced_progress"))
          .extracting(event -> event.json().path("progress").asInt())
          .isSorted();
    }
    assertThat(transport.sessions()).isZero();
    assertThat(workers).allMatch(worker -> worker.task.view().subscribers() == 0);
    assertThat(readers).anyMatch(reader -> reader.connections() > 3);
    assertThat(observer.calls()).anyMatch(call -> call.startsWith("coalesced"));
    transport.close();
  }
}
