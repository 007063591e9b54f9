package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Outcome;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskSummary;
import dev.tidings.journal.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What entries make of a task: its log, and the fold over it. A function of the entries alone,
 * whatever process applies them: it reads no clock, no stage model and no history. Thread-safe.
 *
 * <p><b>Locking.</b> Its monitor is the task's one lock: it guards the log, and the {@link
 * TaskWriter} of a task that runs here. It is held for a few field writes, and nobody is told
 * anything while it is.
 *
 * <p><b>Growing first.</b> What a call appends is made, and room made for it, before anything is
 * changed; then nothing can fail. So an error for want of memory leaves the state as it was, and no
 * task with half of an end.
 *
 * <p><b>The end.</b> {@code end} changes from null once, in the same hold of the lock that appends
 * it, and nothing is applied after it.
 */
final class TaskState {
  private static final Message DONE = Message.of("task.completed");

  /** Where a place lies whose events are not known any more. */
  static final int LOST = -1;

  /** Guarded by this, but for its room. */
  private final TaskLog log;

  @GuardedBy("this")
  private final StagesReached stages;

  @GuardedBy("this")
  private int percent;

  @GuardedBy("this")
  private int updates;

  @GuardedBy("this")
  private long lastMillis;

  @GuardedBy("this")
  private @Nullable Message message;

  /** The newest facts by name, the one told last at the end; another map after each. */
  @GuardedBy("this")
  private Map<String, Map<String, Object>> facts = Map.of();

  @GuardedBy("this")
  private @Nullable ProgressEvent end;

  private volatile long terminalSequence;

  /** A task that was accepted at that time, with its first event. */
  TaskState(long createdMillis, int retainedBytes) {
    log = new TaskLog(retainedBytes);
    stages = new StagesReached(createdMillis);
    lastMillis = createdMillis;
    log.append(new Queued(1, createdMillis));
  }

  /**
   * Applies what was accepted; after the end, nothing.
   *
   * @return the stage that was left on the way, or null
   */
  @GuardedBy("this")
  StagesReached.@Nullable Left apply(Entry entry) {
    if (end != null) {
      return null;
    }
    if (entry instanceof Entry.Moved e) {
      return moved(e.epochMillis(), e.stage(), e.percent(), e.message(), e.etaMillis());
    }
    if (entry instanceof Entry.Wrote e) {
      wrote(e.epochMillis(), e.stage(), e.text());
    } else if (entry instanceof Entry.Told e) {
      told(e.epochMillis(), e.stage(), e.fact());
    } else if (entry instanceof Entry.Succeeded e) {
      succeeded(e.epochMillis(), e.result());
    } else if (entry instanceof Entry.Broke e) {
      broke(e.epochMillis(), e.failure());
    }
    // What was accepted made this state: its event is there from the beginning.
    return null;
  }

  @GuardedBy("this")
  void wrote(long millis, Stage stage, String text) {
    long now = at(millis);
    log.append(new Text(log.lastSequence() + 1, now, stage, text, log.textLength()));
    lastMillis = now;
  }

  /** Several texts in a row: all of them, or none for want of memory. */
  @GuardedBy("this")
  void wrote(long millis, Stage stage, List<String> texts) {
    long now = at(millis);
    long sequence = log.lastSequence();
    int offset = log.textLength();
    List<Text> events = new ArrayList<>(texts.size());
    for (String text : texts) {
      events.add(new Text(++sequence, now, stage, text, offset));
      offset += text.length();
    }
    log.reserve(events.size());
    for (int i = 0; i < events.size(); i++) {
      log.append(events.get(i));
    }
    lastMillis = now;
  }

  /** Returns the stage that was left and how long it took; null within a stage. */
  @GuardedBy("this")
  StagesReached.@Nullable Left moved(
      long millis, Stage stage, int newPercent, Message newMessage, long etaMillis) {
    long now = at(millis);
    StagesReached.Left left = stages.prepare(stage, now);
    log.append(
        new Progress(
            log.lastSequence() + 1,
            now,
            stage,
            left == null ? null : left.stage(),
            newPercent,
            newMessage,
            etaMillis < 0 ? null : Duration.ofMillis(etaMillis),
            updates + 1));
    stages.commit(newPercent);
    percent = newPercent;
    message = newMessage;
    updates++;
    lastMillis = now;
    return left;
  }

  @GuardedBy("this")
  void told(long millis, Stage stage, Fact fact) {
    long now = at(millis);
    Map<String, Map<String, Object>> newest = new LinkedHashMap<>(facts);
    newest.remove(fact.name());
    if (newest.size() == TaskSnapshot.MOST_NAMES) {
      newest.remove(newest.keySet().iterator().next());
    }
    newest.put(fact.name(), fact.values());
    Map<String, Map<String, Object>> unmodifiable = Collections.unmodifiableMap(newest);
    log.append(new Data(log.lastSequence() + 1, now, stage, fact));
    facts = unmodifiable;
    lastMillis = now;
  }

  @GuardedBy("this")
  void succeeded(long millis, TaskResult result) {
    long now = at(millis);
    StagesReached.Left left = stages.prepare(Stage.COMPLETED, now);
    TaskSummary summary = stages.summaryAt(now);
    Progress progress =
        new Progress(
            log.lastSequence() + 1,
            now,
            Stage.COMPLETED,
            left == null ? null : left.stage(),
            100,
            DONE,
            null,
            updates + 1);
    long held = HeapEstimate.of(result);
    Completed terminal =
        new Completed(progress.sequence() + 1, now, result, summary, log.textLength());
    log.reserve(2);
    log.append(progress);
    stages.commit(100);
    percent = 100;
    message = DONE;
    updates++;
    seal(terminal, held);
  }

  @GuardedBy("this")
  void broke(long millis, TaskFailure failure) {
    long sequence = log.lastSequence() + 1;
    // Whoever reads what is added here has the text put together once more.
    long added = failure.partialResponse() == null ? 2L * log.textLength() : 0;
    seal(
        new Failed(sequence, at(millis), stages.last(), withText(failure), log.textLength()),
        HeapEstimate.of(failure) + added);
  }

  @GuardedBy("this")
  private TaskFailure withText(TaskFailure failure) {
    if (failure.partialResponse() != null || log.textLength() == 0) {
      return failure;
    }
    try {
      return failure.withPartialResponse(log.text());
    } catch (OutOfMemoryError noMemory) {
      // An end that does not repeat what everybody has is better than none.
      return failure;
    }
  }

  /** The end holds so many bytes beside its event. */
  @GuardedBy("this")
  private void seal(ProgressEvent terminal, long held) {
    log.append(terminal);
    log.close(held);
    lastMillis = terminal.epochMillis();
    end = terminal;
    terminalSequence = terminal.sequence();
  }

  /** The clocks of those who make entries differ: time never goes back within a task. */
  @GuardedBy("this")
  private long at(long millis) {
    return Math.max(lastMillis, millis);
  }

  /**
   * How long the answer was at a place, in UTF-16 units, or {@link #LOST} if it is not known which
   * events a reader there has not seen.
   */
  @GuardedBy("this")
  int textBefore(long after) {
    return log.reaches(after) ? log.textBefore(after) : LOST;
  }

  /** The same for a reader that shows no text: where the next text begins, if a place is known. */
  @GuardedBy("this")
  int textFrom(long after) {
    return log.holds(after) ? log.textBefore(after) : LOST;
  }

  /** Whether a reader at a place can be told what it has not seen. */
  synchronized boolean reaches(long after) {
    return log.reaches(after);
  }

  /** The same for a reader that shows no text. */
  synchronized boolean holds(long after) {
    return log.holds(after);
  }

  /** At most that many events for a reader at that place, which had that much of the answer. */
  @GuardedBy("this")
  List<ProgressEvent> read(long after, int textSeen, int max) {
    return log.read(after, textSeen, max);
  }

  /**
   * The state now instead of the events so far, and the end if it is there already and wanted; a
   * reader has all of the answer then.
   */
  @GuardedBy("this")
  List<ProgressEvent> resync(int max) {
    long point = log.lastSequence() - (end == null ? 0 : 1);
    Resync resync = new Resync(point, lastMillis, snapshotAt(point, null));
    return end == null || max == 1 ? List.of(resync) : List.of(resync, end);
  }

  @GuardedBy("this")
  int textLength() {
    return log.textLength();
  }

  synchronized TaskSnapshot snapshot() {
    if (end instanceof Failed failed) {
      Outcome outcome =
          failed.failure().code().equals(FailureCode.CANCELLED)
              ? Outcome.CANCELLED
              : Outcome.FAILED;
      return snapshotAt(log.lastSequence(), outcome).withMessage(failed.failure().message());
    }
    return snapshotAt(log.lastSequence(), end == null ? null : Outcome.COMPLETED);
  }

  @GuardedBy("this")
  private TaskSnapshot snapshotAt(long sequence, @Nullable Outcome outcome) {
    return new TaskSnapshot(
        sequence, stages.last(), percent, message, stages.percents(), log.text(), facts, outcome);
  }

  /** What is to be counted for the log, the text and the end, in bytes of heap. */
  long room() {
    return log.room();
  }

  synchronized Stage stage() {
    return stages.last();
  }

  synchronized long lastSequence() {
    return log.lastSequence();
  }

  /** When the last event happened, in milliseconds since 1970-01-01T00:00Z. */
  synchronized long lastMillis() {
    return lastMillis;
  }

  /** The terminal event, or null while there is none. */
  synchronized @Nullable ProgressEvent end() {
    return end;
  }

  /** The sequence of the terminal event, or 0 while there is none. */
  long terminalSequence() {
    return terminalSequence;
  }
}
