package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Fact;
import dev.tidings.Message;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.journal.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of a task: what is said, in which order, and how the task ends as far as this
 * process is concerned. It keeps where the work is, half a surrogate pair, and how much the facts
 * hold that were told; everything else is the {@link TaskState}'s, whose monitor guards both.
 * Thread-safe.
 *
 * <p>{@code over} changes once, last in the hold of the lock that says the end, and nothing is said
 * after it.
 */
final class TaskWriter {
  private static final char NO_HALF = 0;

  /** What became of something that the worker said. */
  enum Said {
    SAID,
    /** The task had ended. */
    REFUSED,
    /** The facts of the task hold as much as they may; nothing was said. */
    FULL,
    /** More waits for the journal than may: the task has ended with this. */
    TOO_MUCH
  }

  /**
   * What became of a progress report.
   *
   * @param entered whether the work is in another stage since
   * @param left the stage that the state left, or null
   */
  record Advance(Said said, boolean entered, StagesReached.@Nullable Left left) {
    private static final Advance REFUSED = new Advance(Said.REFUSED, false, null);
    private static final Advance TOO_MUCH = new Advance(Said.TOO_MUCH, false, null);
    private static final Advance WITHIN = new Advance(Said.SAID, false, null);
    private static final Advance ENTERED = new Advance(Said.SAID, true, null);
  }

  private final HubContext hub;
  private final TaskClock clock;
  private final TaskState state;
  private final @Nullable JournalSender sender;

  @GuardedBy("state")
  private int ordinal;

  @GuardedBy("state")
  private int percent;

  @GuardedBy("state")
  private long enteredMillis;

  /** The first half of a surrogate pair whose second half has not come yet. */
  @GuardedBy("state")
  private char half = NO_HALF;

  /** What the facts hold that were told, in bytes of heap by estimate. */
  @GuardedBy("state")
  private int facts;

  @GuardedBy("state")
  private boolean over;

  /**
   * A writer of a task that nobody has worked on.
   *
   * @param sender where entries go; null to have the state apply them at once
   */
  TaskWriter(HubContext hub, TaskClock clock, TaskState state, @Nullable JournalSender sender) {
    this.hub = hub;
    this.clock = clock;
    this.state = state;
    this.sender = sender;
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
      Stage stage = hub.model().stages().get(newOrdinal);
      StagesReached.Left left = null;
      // Two branches: where both kinds of task are hot, a shared entry would be allocated by both.
      if (sender == null) {
        left = state.moved(now, stage, newPercent, message, eta);
      } else if (!sender.add(new Entry.Moved(now, stage, newPercent, message, eta))) {
        sender.giveUp(now);
        over = true;
        return Advance.TOO_MUCH;
      }
      percent = newPercent;
      if (enters) {
        ordinal = newOrdinal;
        enteredMillis = now;
      }
      if (left != null) {
        return new Advance(Said.SAID, enters, left);
      }
      return enters ? Advance.ENTERED : Advance.WITHIN;
    }
  }

  /** Says a piece of the answer, in as many texts as it needs. */
  Said text(String text) {
    synchronized (state) {
      if (over) {
        return Said.REFUSED;
      }
      String whole = half == NO_HALF ? text : half + text;
      char last = whole.charAt(whole.length() - 1);
      char newHalf = Character.isHighSurrogate(last) ? last : NO_HALF;
      int length = newHalf == NO_HALF ? whole.length() : whole.length() - 1;
      boolean fits = true;
      if (sender != null) {
        fits = send(sender, whole, length);
      } else if (length > TaskLog.LONGEST_TEXT) {
        state.wrote(clock.millis(), stage(), cut(whole, length));
      } else if (length > 0) {
        state.wrote(clock.millis(), stage(), whole.substring(0, length));
      }
      half = newHalf;
      return fits ? Said.SAID : Said.TOO_MUCH;
    }
  }

  @GuardedBy("state")
  private boolean send(JournalSender to, String whole, int length) {
    long now = clock.millis();
    boolean fits = true;
    if (length > TaskLog.LONGEST_TEXT) {
      for (String piece : cut(whole, length)) {
        fits = fits && to.add(new Entry.Wrote(now, stage(), piece));
      }
    } else if (length > 0) {
      fits = to.add(new Entry.Wrote(now, stage(), whole.substring(0, length)));
    }
    if (!fits) {
      to.giveUp(now);
      over = true;
    }
    return fits;
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

  /** Tells a fact, as long as there is room for it. */
  Said tell(Fact fact) {
    int bytes = HeapEstimate.of(fact);
    synchronized (state) {
      if (over) {
        return Said.REFUSED;
      }
      if (bytes > hub.factBytes() - facts) {
        return Said.FULL;
      }
      long now = clock.millis();
      if (sender == null) {
        state.told(now, stage(), fact);
      } else if (!sender.add(new Entry.Told(now, stage(), fact))) {
        sender.giveUp(now);
        over = true;
        return Said.TOO_MUCH;
      }
      facts += bytes;
      return Said.SAID;
    }
  }

  /** Ends the task with a result; false if it had ended. */
  boolean complete(TaskResult result) {
    synchronized (state) {
      if (over) {
        return false;
      }
      long now = clock.millis();
      sayHalf(now);
      if (sender == null) {
        state.succeeded(now, result);
      } else {
        sender.addEnd(new Entry.Succeeded(now, result));
      }
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
      if (sender == null) {
        state.broke(now, failure);
      } else {
        sender.addEnd(new Entry.Broke(now, failure));
      }
      over = true;
      return true;
    }
  }

  /** Ends the task without its journal, which takes nothing; false if it had ended. */
  boolean giveUp() {
    synchronized (state) {
      if (over) {
        return false;
      }
      if (sender != null) {
        sender.giveUp(clock.millis());
      }
      over = true;
      return true;
    }
  }

  /** Says nothing more, because somebody else has ended the task; false if it had ended here. */
  boolean close() {
    synchronized (state) {
      boolean ends = !over;
      over = true;
      return ends;
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
      if (sender == null) {
        state.wrote(now, stage(), String.valueOf(half));
      } else {
        sender.addEnd(new Entry.Wrote(now, stage(), String.valueOf(half)));
      }
      half = NO_HALF;
    }
  }

  @GuardedBy("state")
  private Stage stage() {
    return hub.model().stages().get(ordinal);
  }
}
