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
 * <p><b>The end.</b> {@code ended} changes from null once, in the same hold of the lock that
 * appends the terminal event. Every append checks it first, so nothing follows that event, and
 * whoever changes it alone is given the event to go on with.
 */
final class TaskRecord {
  private static final char NO_HALF = 0;

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
      appendProgress(ordinal, percent, message, now);
      return outcome;
    }
  }

  @GuardedBy("log")
  private void appendProgress(int ordinal, int percent, Message message, long now) {
    boolean entered = fold.advance(ordinal, percent, message, now);
    long inStage = TimeUnit.NANOSECONDS.toMillis(now - fold.stageEnteredNanos());
    log.append(
        new Progress(
            log.lastSequence() + 1,
            millisAt(now),
            fold.stage(),
            entered,
            fold.percent(),
            message,
            hub.history().remainingMillis(fold.ordinal(), inStage),
            fold.updates()));
  }

  /** Appends a text; false if the task had ended. */
  boolean text(String text) {
    synchronized (log) {
      if (ended != null) {
        return false;
      }
      String whole = half == NO_HALF ? text : half + text;
      char last = whole.charAt(whole.length() - 1);
      half = Character.isHighSurrogate(last) ? last : NO_HALF;
      if (half != NO_HALF) {
        whole = whole.substring(0, whole.length() - 1);
      }
      if (!whole.isEmpty()) {
        appendText(whole, now());
      }
      return true;
    }
  }

  @GuardedBy("log")
  private void appendText(String text, long now) {
    log.append(
        new Text(log.lastSequence() + 1, millisAt(now), fold.stage(), text, log.textLength()));
  }

  /** Ends the task with a result; null if it had ended. */
  @Nullable Completed complete(TaskResult result) {
    synchronized (log) {
      if (ended != null) {
        return null;
      }
      long now = now();
      flushHalf(now);
      int last = hub.model().ordinal(Stage.COMPLETED);
      appendProgress(last, 100, Message.of("task.completed"), now);
      Completed terminal =
          new Completed(log.lastSequence() + 1, millisAt(now), result, fold.summary(now));
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
      flushHalf(now);
      TaskFailure whole =
          reason.partialResponse() == null && log.textLength() > 0
              ? reason.withPartialResponse(log.text())
              : reason;
      Failed terminal = new Failed(log.lastSequence() + 1, millisAt(now), fold.stage(), whole);
      failure = whole;
      seal(terminal, reason.code() == FailureCode.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED);
      return terminal;
    }
  }

  /** A first half whose second never came is part of the text all the same. */
  @GuardedBy("log")
  private void flushHalf(long now) {
    if (half != NO_HALF) {
      appendText(String.valueOf(half), now);
      half = NO_HALF;
    }
  }

  @GuardedBy("log")
  private void seal(ProgressEvent terminal, Outcome outcome) {
    log.append(terminal);
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
