package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Resync;
import dev.tidings.testing.EventReference;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Random schedules of one worker and four readers. A task whose log keeps everything gets the same
 * appends at the same times; whatever a reader of the small log is told is held against it.
 */
class LogModelTest {
  private static final int READERS = 4;
  private static final List<Stage> STAGES =
      List.of(Stage.PROCESSING, Stage.ANALYZING_RAG, Stage.GENERATING_LLM);

  /** What happens next. */
  private enum Kind {
    UPDATE,
    NOTE,
    TEXT,
    BURST,
    DATA,
    TIME,
    READ,
    READ_COALESCED,
    RESUME,
    LOSE,
    COMPLETE,
    FAIL
  }

  /** One step of a schedule; what the numbers mean depends on the kind. */
  private record Step(Kind kind, int who, int number) {}

  /** What one read gave. */
  private record Batch(long after, List<ProgressEvent> events) {}

  /** A reader, and what it was told. */
  private static final class Reader {
    private final TaskView task;
    private final List<Batch> batches = new ArrayList<>();
    private final List<Long> seen = new ArrayList<>(List.of(0L));
    private EventCursor cursor;
    private long at;
    private boolean fresh = true;

    Reader(TaskView task) {
      this.task = task;
      this.cursor = task.cursor(Position.START);
    }

    boolean read(int max, boolean coalesced) {
      List<ProgressEvent> events = coalesced ? cursor.readCoalesced(max) : cursor.read(max);
      assertThat(events).hasSizeLessThanOrEqualTo(max);
      batches.add(new Batch(at, events));
      for (ProgressEvent event : events) {
        assertThat(event instanceof Resync && !fresh).as("a resync in mid-stream").isFalse();
        fresh = false;
        at = event.sequence();
        seen.add(at);
      }
      return !events.isEmpty();
    }

    void resumeAt(long sequence) {
      at = sequence;
      fresh = true;
      cursor = task.cursor(sequence < 0 ? Position.LOST : Position.after(sequence));
    }

    /** Reads to the end, and checks that the terminal event came once, as the last one. */
    void finish(int max) {
      boolean alreadyTold = cursor.ended();
      int before = batches.size();
      while (read(max, max % 2 == 0)) {}
      List<ProgressEvent> rest = new ArrayList<>();
      batches.subList(before, batches.size()).forEach(batch -> rest.addAll(batch.events()));
      assertThat(rest.stream().filter(ProgressEvent::terminal)).hasSize(alreadyTold ? 0 : 1);
      assertThat(cursor.ended()).isTrue();
      assertThat(at).isEqualTo(task.terminalSequence());
    }
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.UPDATE),
            Tuple.of(2, Kind.NOTE),
            Tuple.of(10, Kind.TEXT),
            Tuple.of(4, Kind.BURST),
            Tuple.of(3, Kind.DATA),
            Tuple.of(2, Kind.TIME),
            Tuple.of(8, Kind.READ),
            Tuple.of(8, Kind.READ_COALESCED),
            Tuple.of(3, Kind.RESUME),
            Tuple.of(1, Kind.LOSE));
    Arbitrary<Step> step =
        Combinators.combine(
                kinds,
                Arbitraries.integers().between(0, READERS - 1),
                Arbitraries.integers().between(0, 99))
            .as(Step::new);
    Arbitrary<Step> end =
        Arbitraries.of(Kind.COMPLETE, Kind.FAIL).map(kind -> new Step(kind, 0, 0));
    return Combinators.combine(step.list().ofMinSize(5).ofMaxSize(120), end)
        .as(
            (steps, last) -> {
              List<Step> all = new ArrayList<>(steps);
              all.add(last);
              return all;
            });
  }

  @Property(tries = 1000)
  void everyReaderIsToldTheSameStory(@ForAll("schedules") List<Step> schedule) {
    ManualHub parts = ManualHub.create();
    ProgressTracker whole = parts.builder().retainedBytes(1 << 24).build().start(Task.create("t"));
    ProgressTracker small = parts.builder().retainedBytes(4096).build().start(Task.create("t"));
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(new Reader(small.view()));
    }

    for (Step step : schedule) {
      switch (step.kind()) {
        case TIME -> parts.time().advance(Duration.ofMillis(step.number()));
        case READ, READ_COALESCED, RESUME, LOSE -> move(readers.get(step.who()), step);
        default -> {
          append(whole, step);
          append(small, step);
        }
      }
    }

    EventReference reference = EventReference.of(eventsOf(whole));
    assertThat(small.view().snapshot()).isEqualTo(whole.view().snapshot());
    for (Reader reader : readers) {
      reader.finish(1 + reader.batches.size() % 8);
      for (Batch batch : reader.batches) {
        reference.assertCompacted(batch.after(), batch.events());
      }
    }
  }

  private static void append(ProgressTracker task, Step step) {
    switch (step.kind()) {
      case UPDATE ->
          task.update(
              STAGES.get(step.number() / 2 * 3 / 50), step.number(), Message.text("update"));
      case NOTE -> task.note(Message.text("n".repeat(step.number())));
      case TEXT -> task.token(step.number() % 7 == 0 ? "\uD83D" : "\uDC09" + step.number());
      case BURST -> {
        for (int i = 0; i < step.number(); i++) {
          task.token(step.who() + "." + i + " ");
        }
      }
      case DATA -> task.data("name_" + step.who(), Map.of("n", "x".repeat(step.number())));
      case COMPLETE -> task.complete(TaskResult.of("done"));
      case FAIL -> task.fail(TaskFailure.of(FailureCode.INTERNAL));
      default -> throw new AssertionError(step);
    }
  }

  private static void move(Reader reader, Step step) {
    switch (step.kind()) {
      case READ -> reader.read(1 + step.number(), false);
      case READ_COALESCED -> reader.read(1 + step.number(), true);
      case RESUME -> reader.resumeAt(reader.seen.get(step.number() % reader.seen.size()));
      default -> reader.resumeAt(-1);
    }
  }
}
