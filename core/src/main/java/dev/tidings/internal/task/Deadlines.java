package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.FailureCode;
import dev.tidings.Stage;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one task. Thread-safe. The scheduler may be the host's, so it is called without the
 * lock: a timer is kept afterwards if it is still wanted.
 */
final class Deadlines {
  private final LiveTask task;

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> whole;

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> stage;

  @GuardedBy("this")
  private int ordinal = -1;

  @GuardedBy("this")
  private boolean over;

  Deadlines(LiveTask task) {
    this.task = task;
  }

  void taskAccepted() {
    Duration deadline = task.task().deadline().orElse(null);
    ScheduledFuture<?> timer =
        deadline == null
            ? null
            : task.hub().schedule(new TimeOut(task, FailureCode.DEADLINE_EXCEEDED), deadline);
    boolean late;
    synchronized (this) {
      late = over;
      whole = timer;
    }
    if (late) {
      cancel(timer);
    }
    stageEntered(0);
  }

  /** Two workers may report their stages here in either order; the later stage counts. */
  void stageEntered(int entered) {
    ScheduledFuture<?> left;
    synchronized (this) {
      if (over || entered <= ordinal) {
        return;
      }
      ordinal = entered;
      left = stage;
      stage = null;
    }
    cancel(left);
    Stage current = task.hub().model().stages().get(entered);
    Duration deadline = task.task().stageDeadlines().get(current);
    if (deadline == null) {
      return;
    }
    TimeOut timeOut = new TimeOut(task, FailureCode.STAGE_TIMEOUT);
    ScheduledFuture<?> timer = task.hub().schedule(() -> stageTimedOut(entered, timeOut), deadline);
    boolean late;
    synchronized (this) {
      late = over || ordinal != entered;
      if (!late) {
        stage = timer;
      }
    }
    if (late) {
      cancel(timer);
    }
  }

  private void stageTimedOut(int timed, TimeOut timeOut) {
    boolean current;
    synchronized (this) {
      current = !over && ordinal == timed;
    }
    if (current) {
      timeOut.run();
    }
  }

  void taskEnded() {
    ScheduledFuture<?> first;
    ScheduledFuture<?> second;
    synchronized (this) {
      over = true;
      first = whole;
      second = stage;
    }
    cancel(first);
    cancel(second);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
