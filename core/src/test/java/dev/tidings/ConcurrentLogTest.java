package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.testing.EventReference;
import dev.tidings.testing.RecordingListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four writers, eight readers and twenty thousand events on real threads. */
@Timeout(60)
class ConcurrentLogTest {
  private static final int WRITERS = 4;
  private static final int READERS = 8;
  private static final int EVENTS = 20_000;

  private final ExecutorService pool = Executors.newFixedThreadPool(WRITERS + READERS);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  /** What one read gave. */
  private record Batch(long after, List<ProgressEvent> events, boolean coalesced) {}

  private static Callable<Void> writer(ProgressTracker task, int number) {
    return () -> {
      for (int i = 0; i < EVENTS / WRITERS; i++) {
        if (i % 5 == 0) {
          task.update(
              i < EVENTS / WRITERS / 2 ? Stage.ANALYZING_RAG : Stage.GENERATING_LLM,
              i * 99 / (EVENTS / WRITERS),
              Message.text("from " + number));
        } else {
          task.token("<" + number + ":" + i + ">");
        }
      }
      return null;
    };
  }

  /** Reads until the end in strides of random length; drops and resumes now and then. */
  private static Callable<List<Batch>> reader(TaskView task, int number) {
    return () -> {
      Random random = new Random(number);
      List<Batch> batches = new ArrayList<>();
      long at = 0;
      EventCursor cursor = task.cursor(Position.START);
      while (!cursor.ended()) {
        boolean coalesced = number % 2 == 1;
        int max = 1 + random.nextInt(200);
        List<ProgressEvent> events = coalesced ? cursor.readCoalesced(max) : cursor.read(max);
        if (events.isEmpty()) {
          Thread.onSpinWait();
        } else {
          batches.add(new Batch(at, events, coalesced));
          at = events.get(events.size() - 1).sequence();
          if (number >= 4 && random.nextInt(20) == 0) {
            at = events.get(random.nextInt(events.size())).sequence();
            cursor = task.cursor(Position.after(at));
          }
        }
      }
      return batches;
    };
  }

  private List<List<Batch>> run(ProgressTracker task) throws Exception {
    List<Future<List<Batch>>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(pool.submit(reader(task.view(), i)));
    }
    List<Future<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(pool.submit(writer(task, i)));
    }
    for (Future<Void> writer : writers) {
      writer.get(30, TimeUnit.SECONDS);
    }
    task.complete(TaskResult.of("done"));
    List<List<Batch>> told = new ArrayList<>();
    for (Future<List<Batch>> reader : readers) {
      told.add(reader.get(30, TimeUnit.SECONDS));
    }
    return told;
  }

  @Test
  void everyReaderGetsExactlyWhatWasAppended() throws Exception {
    try (ProgressHub hub = ProgressHub.builder().retainedBytes(1 << 26).executor(pool).build()) {
      ProgressTracker task = hub.start(Task.create("t"));
      RecordingListener listener = new RecordingListener();
      task.view().subscribe(listener);

      List<List<Batch>> told = run(task);

      List<ProgressEvent> all = eventsOf(task);
      assertThat(all).hasSize(1 + EVENTS + 2);
      EventReference reference = EventReference.of(all);
      for (Batch batch : told.stream().flatMap(List::stream).toList()) {
        if (batch.coalesced()) {
          reference.assertCoalesced(batch.after(), batch.events());
        } else {
          reference.assertRead(batch.after(), batch.events());
        }
      }
      assertThat(listener.awaitEnd()).isTrue();
      assertThat(listener.events()).isEqualTo(all);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertWriterInOrder(reference.textThrough(all.size()), writer);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 65_536})
  void aLogAtItsBoundStillTellsEveryReaderAllOfTheText(int retained) throws Exception {
    try (ProgressHub hub = ProgressHub.builder().retainedBytes(retained).executor(pool).build()) {
      ProgressTracker task = hub.start(Task.create("t"));

      List<List<Batch>> told = run(task);

      String text = task.view().snapshot().text();
      for (List<Batch> batches : told) {
        assertSameStory(batches, text, task.view().terminalSequence());
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        assertWriterInOrder(text, writer);
      }
    }
  }

  /** What a reader knows at a place of the log. */
  private record Known(int length, int percent) {}

  /** A reader that resumes knows what it knew at that place; from there on nothing is missing. */
  private static void assertSameStory(List<Batch> batches, String text, long terminal) {
    Map<Long, Known> knownAt = new HashMap<>(Map.of(0L, new Known(0, 0)));
    long at = 0;
    for (Batch batch : batches) {
      at = batch.after();
      for (ProgressEvent event : batch.events()) {
        Known known = requireNonNull(knownAt.get(at));
        if (event instanceof Resync resync) {
          TaskSnapshot state = resync.snapshot();
          assertThat(text).startsWith(state.text());
          assertThat(state.percent()).isGreaterThanOrEqualTo(known.percent());
          known = new Known(state.text().length(), state.percent());
        } else if (event instanceof Progress progress) {
          assertThat(progress.percent()).isGreaterThanOrEqualTo(known.percent());
          known = new Known(known.length(), progress.percent());
        } else if (event instanceof Text part) {
          assertThat(part.offset()).isEqualTo(known.length());
          assertThat(text.startsWith(part.text(), part.offset())).isTrue();
          known = new Known(known.length() + part.text().length(), known.percent());
        }
        assertThat(event.sequence()).isGreaterThan(at);
        at = event.sequence();
        knownAt.put(at, known);
      }
    }
    assertThat(at).isEqualTo(terminal);
    assertThat(requireNonNull(knownAt.get(at))).isEqualTo(new Known(text.length(), 100));
  }

  private static void assertWriterInOrder(String text, int writer) {
    int from = 0;
    for (int i = 0; i < EVENTS / WRITERS; i++) {
      if (i % 5 != 0) {
        from = text.indexOf("<" + writer + ":" + i + ">", from);
        assertThat(from).as("text %s of writer %s", i, writer).isNotNegative();
      }
    }
  }
}
