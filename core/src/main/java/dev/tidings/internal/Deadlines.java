package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.FailureCode;
import dev.tidings.Stage;
import dev.tidings.Task;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one task. Thread-safe; calls the task only from the hub's timer. The scheduler is
 * the host's, so it is called without the lock: a timer is kept afterwards if it is still wanted.
 */
final class Deadlines {
  private final HubContext hub;
  private final Task task;
  private final Consumer<FailureCode> onTimeOut;

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> whole;

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> stage;

  @GuardedBy("this")
  private int ordinal = -1;

  @GuardedBy("this")
  private boolean over;

  Deadlines(HubContext hub, Task task, Consumer<FailureCode> onTimeOut) {
    this.hub = hub;
    this.task = task;
    this.onTimeOut = onTimeOut;
  }

  void taskAccepted() {
    ScheduledFuture<?> timer =
        schedule(
            task.deadline().orElse(null), () -> onTimeOut.accept(FailureCode.DEADLINE_EXCEEDED));
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
    Stage current = hub.model().stages().get(entered);
    ScheduledFuture<?> timer =
        schedule(task.stageDeadline(current).orElse(null), () -> stageTimedOut(entered));
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

  private void stageTimedOut(int timed) {
    boolean current;
    synchronized (this) {
      current = !over && ordinal == timed;
    }
    if (current) {
      onTimeOut.accept(FailureCode.STAGE_TIMEOUT);
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

  private @Nullable ScheduledFuture<?> schedule(@Nullable Duration after, Runnable action) {
    return after == null ? null : hub.schedule(action, after);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
