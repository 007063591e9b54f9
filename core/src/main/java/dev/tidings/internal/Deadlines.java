package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.FailureCode;
import dev.tidings.Stage;
import dev.tidings.Task;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of one task. Thread-safe; calls the task only from the hub's timer. */
final class Deadlines {
  private final HubContext hub;
  private final Task task;
  private final Consumer<FailureCode> onTimeOut;

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> whole;

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> stage;

  @GuardedBy("this")
  private int ordinal;

  @GuardedBy("this")
  private boolean over;

  Deadlines(HubContext hub, Task task, Consumer<FailureCode> onTimeOut) {
    this.hub = hub;
    this.task = task;
    this.onTimeOut = onTimeOut;
  }

  synchronized void taskAccepted() {
    whole = schedule(task.deadline().orElse(null), FailureCode.DEADLINE_EXCEEDED);
    stage = schedule(task.stageDeadline(Stage.QUEUED).orElse(null), FailureCode.STAGE_TIMEOUT);
  }

  /** Two workers may report their stages here in either order; the later stage counts. */
  synchronized void stageEntered(int entered) {
    if (entered > ordinal) {
      ordinal = entered;
      cancel(stage);
      Stage current = hub.model().stages().get(entered);
      stage = schedule(task.stageDeadline(current).orElse(null), FailureCode.STAGE_TIMEOUT);
    }
  }

  synchronized void taskEnded() {
    over = true;
    cancel(whole);
    cancel(stage);
  }

  @GuardedBy("this")
  private @Nullable ScheduledFuture<?> schedule(@Nullable Duration after, FailureCode code) {
    return after == null || over ? null : hub.schedule(() -> onTimeOut.accept(code), after);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
