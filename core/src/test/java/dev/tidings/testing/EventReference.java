package dev.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.TaskSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All events of a task with at most 16 names of facts, each as it was appended, to hold against
 * what a reader was told: none twice, none missing, in order, texts at most joined.
 */
public final class EventReference {
  private final List<ProgressEvent> all;

  private EventReference(List<ProgressEvent> all) {
    this.all = all;
  }

  /** Checks that the events themselves are a sound log, and takes them as the reference. */
  public static EventReference of(List<ProgressEvent> events) {
    assertThat(events.get(0)).isInstanceOf(Queued.class);
    int percent = 0;
    long millis = Long.MIN_VALUE;
    int length = 0;
    for (int i = 0; i < events.size(); i++) {
      ProgressEvent event = events.get(i);
      assertThat(event.sequence()).isEqualTo(i + 1);
      assertThat(event.epochMillis()).isGreaterThanOrEqualTo(millis);
      assertThat(event.terminal() && i < events.size() - 1).as("%s ends it", event).isFalse();
      millis = event.epochMillis();
      if (event instanceof Progress progress) {
        assertThat(progress.percent()).isBetween(percent, 100);
        percent = progress.percent();
      } else if (event instanceof Text text) {
        assertThat(text.offset()).isEqualTo(length);
        length += text.text().length();
      }
    }
    return new EventReference(List.copyOf(events));
  }

  /** The sequence of the last event. */
  public long lastSequence() {
    return all.size();
  }

  /** The answer as it was after that sequence. */
  public String textThrough(long sequence) {
    StringBuilder text = new StringBuilder();
    for (ProgressEvent event : all.subList(0, (int) sequence)) {
      if (event instanceof Text part) {
        text.append(part.text());
      }
    }
    return text.toString();
  }

  /** Checks what a reader right after that sequence was given by one plain read. */
  public void assertRead(long after, List<ProgressEvent> read) {
    check(after, read, List.of());
  }

  /** Checks what a reader right after that sequence was given by one coalescing read. */
  public void assertCoalesced(long after, List<ProgressEvent> read) {
    check(after, read, read);
  }

  /**
   * Checks what a reader right after that sequence was given of a log at its bound: progress may be
   * missing that any later one of its stage replaces.
   */
  public void assertCompacted(long after, List<ProgressEvent> read) {
    check(after, read, all);
  }

  private void check(long after, List<ProgressEvent> read, List<ProgressEvent> replacing) {
    long at = after;
    for (ProgressEvent event : read) {
      if (event instanceof Resync resync) {
        assertThat(event).as("a resync comes first").isSameAs(read.get(0));
        checkResync(resync);
      } else {
        assertThat(event.sequence()).isBetween(at + 1, lastSequence());
        checkBetween(at, event, replacing);
      }
      at = event.sequence();
    }
  }

  private void checkBetween(long at, ProgressEvent event, List<ProgressEvent> replacing) {
    StringBuilder joined = new StringBuilder();
    int offset = -1;
    for (ProgressEvent part : all.subList((int) at, (int) event.sequence())) {
      if (event instanceof Text whole
          && part instanceof Text text
          && text.stage().equals(whole.stage())) {
        offset = joined.isEmpty() ? text.offset() : offset;
        joined.append(text.text());
      } else if (part.sequence() < event.sequence()) {
        assertThat(replaced(part, replacing)).as("%s is missing", part).isTrue();
      }
    }
    ProgressEvent last = all.get((int) event.sequence() - 1);
    ProgressEvent expected =
        last instanceof Text text
            ? new Text(text.sequence(), text.epochMillis(), text.stage(), joined.toString(), offset)
            : last;
    assertThat(event).isEqualTo(expected);
  }

  private static boolean replaced(ProgressEvent event, List<ProgressEvent> by) {
    return event instanceof Progress old
        && !old.entersStage()
        && by.stream()
            .anyMatch(
                newer ->
                    newer instanceof Progress progress
                        && progress.sequence() > old.sequence()
                        && progress.stage().equals(old.stage()));
  }

  private void checkResync(Resync resync) {
    TaskSnapshot snapshot = resync.snapshot();
    assertThat(snapshot.sequence()).isEqualTo(resync.sequence());
    assertThat(snapshot.outcome()).isEmpty();
    assertThat(snapshot.text()).isEqualTo(textThrough(resync.sequence()));
    Progress last = null;
    Map<String, Map<String, Object>> newest = new LinkedHashMap<>();
    for (ProgressEvent event : all.subList(0, (int) resync.sequence())) {
      if (event instanceof Data data) {
        newest.put(data.fact().name(), data.fact().values());
      }
      if (event instanceof Progress progress) {
        last = progress;
      }
    }
    assertThat(snapshot.data()).isEqualTo(newest);
    if (last != null) {
      assertThat(snapshot.stage()).isEqualTo(last.stage());
      assertThat(snapshot.percent()).isEqualTo(last.percent());
      assertThat(snapshot.message()).isEqualTo(Objects.requireNonNull(last).message());
    }
  }
}
