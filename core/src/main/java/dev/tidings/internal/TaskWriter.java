package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Message;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of a task: what is said, in which order, and how the task ends as far as this
 * process is concerned. It keeps where the work is and half a surrogate pair; everything else is
 * the {@link TaskState}'s, whose monitor guards both. Thread-safe.
 *
 * <p>{@code over} changes once, last in the hold of the lock that says the end, and nothing is said
 * after it.
 */
final class TaskWriter {
  private static final char NO_HALF = 0;

  /**
   * What became of a progress report.
   *
   * @param accepted false when the task had ended
   * @param left what the report left, or null if it left no stage
   */
  record Advance(boolean accepted, StagesReached.@Nullable Left left) {
    private static final Advance REFUSED = new Advance(false, null);
    private static final Advance WITHIN = new Advance(true, null);
  }

  private final HubContext hub;
  private final TaskClock clock;
  private final TaskState state;

  @GuardedBy("state")
  private int ordinal;

  @GuardedBy("state")
  private int percent;

  @GuardedBy("state")
  private long enteredMillis;

  /** The first half of a surrogate pair whose second half has not come yet. */
  @GuardedBy("state")
  private char half = NO_HALF;

  @GuardedBy("state")
  private boolean over;

  TaskWriter(HubContext hub, TaskClock clock, TaskState state) {
    this.hub = hub;
    this.clock = clock;
    this.state = state;
    this.enteredMillis = clock.startMillis();
  }

  /** Reports progress, raised to where the work already is. */
  Advance advance(int toOrdinal, int toPercent, Message message) {
    synchronized (state) {
      if (over) {
        return Advance.REFUSED;
      }
      long now = clock.millis();
      boolean enters = toOrdinal > ordinal;
      int newOrdinal = enters ? toOrdinal : ordinal;
      int newPercent = Math.max(percent, toPercent);
      long eta = hub.history().remainingMillis(newOrdinal, enters ? 0 : now - enteredMillis);
      StagesReached.Left left =
          state.moved(now, hub.model().stages().get(newOrdinal), newPercent, message, eta);
      percent = newPercent;
      if (enters) {
        ordinal = newOrdinal;
        enteredMillis = now;
      }
      return left == null ? Advance.WITHIN : new Advance(true, left);
    }
  }

  /** Says a piece of the answer, in as many texts as it needs; false if the task had ended. */
  boolean text(String text) {
    synchronized (state) {
      if (over) {
        return false;
      }
      String whole = half == NO_HALF ? text : half + text;
      char last = whole.charAt(whole.length() - 1);
      char newHalf = Character.isHighSurrogate(last) ? last : NO_HALF;
      int length = newHalf == NO_HALF ? whole.length() : whole.length() - 1;
      if (length > TaskLog.LONGEST_TEXT) {
        state.wrote(clock.millis(), stage(), cut(whole, length));
      } else if (length > 0) {
        state.wrote(clock.millis(), stage(), whole.substring(0, length));
      }
      half = newHalf;
      return true;
    }
  }

  private static List<String> cut(String whole, int length) {
    List<String> pieces = new ArrayList<>(length / TaskLog.LONGEST_TEXT + 1);
    for (int from = 0; from < length; ) {
      int to = Math.min(length, from + TaskLog.LONGEST_TEXT);
      if (to < length && Character.isHighSurrogate(whole.charAt(to - 1))) {
        to--;
      }
      pieces.add(whole.substring(from, to));
      from = to;
    }
    return pieces;
  }

  /** Ends the task with a result; false if it had ended. */
  boolean complete(TaskResult result) {
    synchronized (state) {
      if (over) {
        return false;
      }
      long now = clock.millis();
      sayHalf(now);
      state.succeeded(now, result);
      over = true;
      return true;
    }
  }

  /** Ends the task with a failure; false if it had ended. */
  boolean fail(TaskFailure failure) {
    synchronized (state) {
      if (over) {
        return false;
      }
      long now = clock.millis();
      sayHalf(now);
      state.broke(now, failure);
      over = true;
      return true;
    }
  }

  /** Whether the end was said. */
  boolean over() {
    synchronized (state) {
      return over;
    }
  }

  /** A first half whose second never came is part of the text all the same. */
  @GuardedBy("state")
  private void sayHalf(long now) {
    if (half != NO_HALF) {
      state.wrote(now, stage(), String.valueOf(half));
      half = NO_HALF;
    }
  }

  @GuardedBy("state")
  private Stage stage() {
    return hub.model().stages().get(ordinal);
  }
}
