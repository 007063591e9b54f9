package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Outcome;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a task's events make of it: the log, the fold, and how it ended. Thread-safe.
 *
 * <p><b>Locking.</b> The log's monitor guards everything; the clock is read under it, so that
 * timestamps follow the sequence. It is the innermost lock, is held for a few field writes, and
 * nobody is told anything while it is: that is the {@link LiveTask}'s part, after a call returns.
 *
 * <p><b>Growing first.</b> What a call appends is made, and room made for it, before anything is
 * changed; then nothing can fail. So an error for want of memory leaves the record as it was, and
 * no task without an end or with half of one.
 *
 * <p><b>The end.</b> {@code ended} changes from null once, in the same hold of the lock that
 * appends the terminal event. Every append checks it first, so nothing follows that event, and
 * whoever changes it alone is given the event to go on with.
 */
final class TaskRecord {
  private static final char NO_HALF = 0;
  private static final Message DONE = Message.of("task.completed");

  /**
   * What became of a progress report.
   *
   * @param accepted false when the task had ended
   * @param left the stage that it left for another, or null
   * @param spent how long it was in that stage
   */
  record Advance(boolean accepted, @Nullable Stage left, Duration spent) {
    private static final Advance REFUSED = new Advance(false, null, Duration.ZERO);
    private static final Advance WITHIN = new Advance(true, null, Duration.ZERO);
  }

  private final HubContext hub;
  private final long startNanos;
  private final long startMillis;
  private final TaskLog log;

  @GuardedBy("log")
  private final TaskFold fold;

  @GuardedBy("log")
  private long lastNanos;

  /** The first half of a surrogate pair whose second half has not come yet. */
  @GuardedBy("log")
  private char half = NO_HALF;

  @GuardedBy("log")
  private @Nullable Outcome ended;

  @GuardedBy("log")
  private @Nullable TaskFailure failure;

  private volatile long terminalSequence;

  TaskRecord(HubContext hub) {
    this.hub = hub;
    startNanos = hub.ticker().getAsLong();
    startMillis = hub.clock().millis();
    lastNanos = startNanos;
    log = new TaskLog(hub.retainedBytes());
    fold = new TaskFold(hub.model(), startNanos);
    log.append(new Queued(1, startMillis));
  }

  Advance advance(int ordinal, int percent, Message message) {
    synchronized (log) {
      if (ended != null) {
        return Advance.REFUSED;
      }
      long now = now();
      Advance outcome =
          ordinal > fold.ordinal()
              ? new Advance(true, fold.stage(), Duration.ofNanos(now - fold.stageEnteredNanos()))
              : Advance.WITHIN;
      Progress progress = progress(ordinal, percent, message, now, log.lastSequence() + 1);
      log.append(progress);
      fold.advance(ordinal, progress.percent(), message, now);
      return outcome;
    }
  }

  /** The event of a report, raised to where the task already is. */
  @GuardedBy("log")
  private Progress progress(int ordinal, int percent, Message message, long now, long sequence) {
    boolean enters = ordinal > fold.ordinal();
    int at = enters ? ordinal : fold.ordinal();
    long inStage = enters ? 0 : TimeUnit.NANOSECONDS.toMillis(now - fold.stageEnteredNanos());
    return new Progress(
        sequence,
        millisAt(now),
        hub.model().stages().get(at),
        enters,
        Math.max(fold.percent(), percent),
        message,
        hub.history().remainingMillis(at, inStage),
        fold.updates() + 1);
  }

  /** Appends a text, in as many events as it needs; false if the task had ended. */
  boolean text(String text) {
    synchronized (log) {
      if (ended != null) {
        return false;
      }
      String whole = half == NO_HALF ? text : half + text;
      char last = whole.charAt(whole.length() - 1);
      char newHalf = Character.isHighSurrogate(last) ? last : NO_HALF;
      int length = newHalf == NO_HALF ? whole.length() : whole.length() - 1;
      if (length > TaskLog.LONGEST_TEXT) {
        appendInPieces(whole, length, now());
      } else if (length > 0) {
        log.append(text(whole.substring(0, length), now(), log.lastSequence() + 1));
      }
      half = newHalf;
      return true;
    }
  }

  @GuardedBy("log")
  private void appendInPieces(String whole, int length, long now) {
    List<Text> pieces = new ArrayList<>(length / TaskLog.LONGEST_TEXT + 1);
    int offset = log.textLength();
    for (int from = 0; from < length; ) {
      int to = Math.min(length, from + TaskLog.LONGEST_TEXT);
      if (to < length && Character.isHighSurrogate(whole.charAt(to - 1))) {
        to--;
      }
      long sequence = log.lastSequence() + 1 + pieces.size();
      pieces.add(
          new Text(
              sequence, millisAt(now), fold.stage(), whole.substring(from, to), offset + from));
      from = to;
    }
    log.reserve(pieces.size());
    pieces.forEach(log::append);
  }

  @GuardedBy("log")
  private Text text(String text, long now, long sequence) {
    return new Text(sequence, millisAt(now), fold.stage(), text, log.textLength());
  }

  /** A first half whose second never came is part of the text all the same. */
  @GuardedBy("log")
  private @Nullable Text rest(long now) {
    return half == NO_HALF ? null : text(String.valueOf(half), now, log.lastSequence() + 1);
  }

  /** Ends the task with a result; null if it had ended. */
  @Nullable Completed complete(TaskResult result) {
    synchronized (log) {
      if (ended != null) {
        return null;
      }
      long now = now();
      Text rest = rest(now);
      long next = log.lastSequence() + (rest == null ? 1 : 2);
      int last = hub.model().ordinal(Stage.COMPLETED);
      Progress progress = progress(last, 100, DONE, now, next);
      Completed terminal = new Completed(next + 1, millisAt(now), result, fold.summaryAt(now));
      log.reserve(3);
      appendRest(rest);
      log.append(progress);
      fold.advance(last, 100, DONE, now);
      seal(terminal, Outcome.COMPLETED);
      return terminal;
    }
  }

  /** Ends the task with a failure; null if it had ended. */
  @Nullable Failed fail(TaskFailure reason) {
    synchronized (log) {
      if (ended != null) {
        return null;
      }
      long now = now();
      Text rest = rest(now);
      long next = log.lastSequence() + (rest == null ? 1 : 2);
      log.reserve(2);
      appendRest(rest);
      TaskFailure whole = withText(reason);
      Failed terminal = new Failed(next, millisAt(now), fold.stage(), whole);
      failure = whole;
      seal(terminal, reason.code() == FailureCode.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED);
      if (reason.partialResponse() == null) {
        // Whoever reads it has the text put together once more.
        log.close(2L * log.textLength());
      }
      return terminal;
    }
  }

  @GuardedBy("log")
  private TaskFailure withText(TaskFailure reason) {
    if (reason.partialResponse() != null || log.textLength() == 0) {
      return reason;
    }
    try {
      return reason.withPartialResponse(log.text());
    } catch (OutOfMemoryError noMemory) {
      // An end that does not repeat what everybody has is better than none.
      return reason;
    }
  }

  @GuardedBy("log")
  private void appendRest(@Nullable Text rest) {
    if (rest != null) {
      log.append(rest);
      half = NO_HALF;
    }
  }

  @GuardedBy("log")
  private void seal(ProgressEvent terminal, Outcome outcome) {
    log.append(terminal);
    log.close(0);
    ended = outcome;
    terminalSequence = terminal.sequence();
  }

  @GuardedBy("log")
  private long now() {
    lastNanos = hub.ticker().getAsLong();
    return lastNanos;
  }

  private long millisAt(long nanos) {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
  }

  /**
   * At most that many events after a place; where they are no longer kept, a resync up to now, and
   * the terminal event if it is there already.
   */
  List<ProgressEvent> read(long after, int max) {
    synchronized (log) {
      if (log.reaches(after)) {
        return log.read(after, max);
      }
      long point = log.lastSequence() - (ended == null ? 0 : 1);
      TaskSnapshot state = fold.snapshot(point, log.text(), null, lastNanos);
      Resync resync = new Resync(point, millisAt(lastNanos), state);
      return ended == null || max == 1
          ? List.of(resync)
          : List.of(resync, log.read(point, 1).get(0));
    }
  }

  TaskSnapshot snapshot() {
    synchronized (log) {
      long at = ended == null ? hub.ticker().getAsLong() : lastNanos;
      TaskSnapshot state = fold.snapshot(log.lastSequence(), log.text(), ended, at);
      return failure == null ? state : state.withMessage(failure.message());
    }
  }

  /** What is to be counted for the log and the answer's text, in bytes of heap. */
  long room() {
    return log.room();
  }

  Stage stage() {
    synchronized (log) {
      return fold.stage();
    }
  }

  long lastSequence() {
    synchronized (log) {
      return log.lastSequence();
    }
  }

  /** The sequence of the terminal event, or 0 while there is none. */
  long terminalSequence() {
    return terminalSequence;
  }

  long startNanos() {
    return startNanos;
  }

  long startMillis() {
    return startMillis;
  }

  /** When the log last grew, on the hub's ticker. */
  long lastNanos() {
    synchronized (log) {
      return lastNanos;
    }
  }
}
