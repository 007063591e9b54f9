package dev.tidings.internal.task;

import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;

/**
 * What happens when a task's time is up: the hub's timer ends its log at once, and a turn stops the
 * work and tells the host, whose code has no place on the timer. Made when the time begins, so that
 * nothing is wanting when it is up.
 */
final class TimeOut implements Runnable, Line.Work {
  private final LiveTask task;
  private final TaskFailure failure;
  private final Line.Turn turn;
  private volatile boolean sealed;

  TimeOut(LiveTask task, FailureCode code) {
    this.task = task;
    this.failure = TaskFailure.of(code);
    this.turn = task.hub().blockingLine().turn(this);
  }

  @Override
  public void run() {
    Faults.contain("time-out of", task, () -> sealed = task.seal(failure));
    turn.ask();
  }

  @Override
  public boolean turn() {
    if (sealed) {
      task.stop();
    } else if (!task.decided()) {
      task.fail(failure);
    }
    return false;
  }

  @Override
  public void failed(Throwable fault) {}
}
