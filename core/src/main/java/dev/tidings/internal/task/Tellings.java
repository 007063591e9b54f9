package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.HubObserver;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.Stage;
import dev.tidings.TaskSummary;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * What a task tells its hub and the hub's observer, and in which order: the beginning before the
 * end, each once. Thread-safe; the observer is called without a lock.
 *
 * <p>What happens here is told at once, on the thread on which it happens. What came from a journal
 * is told {@linkplain #soon in turns} of a line for what may block: an observer may hold up its own
 * task's tellings, and nobody who reads the journal.
 */
final class Tellings implements Line.Work {
  private final LiveTask task;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Line.Turn turn;
  private volatile long endedNanos;

  /** Whether observers know of the task: nobody is told its end before its beginning. */
  @GuardedBy("this")
  private boolean started;

  @GuardedBy("this")
  private boolean endedEarly;

  Tellings(LiveTask task) {
    this.task = task;
    this.turn = task.hub().blockingLine().turn(this);
  }

  /** Has something told in a turn, behind what waits for one already. */
  void soon(Runnable telling) {
    waiting.add(telling);
    turn.ask();
  }

  @Override
  public boolean turn() {
    Runnable next = waiting.poll();
    if (next != null) {
      next.run();
    }
    return !waiting.isEmpty();
  }

  @Override
  public void failed(Throwable fault) {
    throw new AssertionError("what observers throw is contained", fault);
  }

  /** Tells the beginning, and the end if that came before. */
  void started() {
    observe(observer -> observer.taskStarted(task));
    boolean over;
    synchronized (this) {
      started = true;
      over = endedEarly;
    }
    if (over) {
      tellEnd();
    }
  }

  /** Tells the end, which has come; called once. */
  void ended() {
    synchronized (this) {
      if (!started) {
        endedEarly = true;
        return;
      }
    }
    tellEnd();
  }

  private void tellEnd() {
    ProgressEvent end =
        Objects.requireNonNull(task.state().end(), "a task that has ended has its end");
    endedNanos = task.hub().nanoTime();
    if (end instanceof Completed completed) {
      tellCompleted(completed.summary());
    }
    observe(observer -> observer.taskEnded(task, end, task.elapsed()));
    task.hub().onEnded().accept(task);
  }

  private void tellCompleted(TaskSummary summary) {
    task.hub().history().record(summary.stageDurations());
    List<Stage> stages = summary.stagesCompleted();
    Stage last = stages.size() > 1 ? stages.get(stages.size() - 2) : Stage.QUEUED;
    Duration spent = summary.stageDurations().getOrDefault(last, Duration.ZERO);
    observe(observer -> observer.stageEnded(task, last, spent));
  }

  /** Tells that the task left a stage for a later one. */
  void left(StagesReached.Left left) {
    observe(observer -> observer.stageEnded(task, left.stage(), left.spent()));
  }

  /** Tells that a call of the worker changed nothing. */
  void refused() {
    observe(observer -> observer.appendRefused(task));
  }

  private void observe(Consumer<HubObserver> call) {
    HubObserver observer = task.hub().observer();
    Faults.contain("observer", observer, () -> call.accept(observer));
  }

  /** When the end was told, on the hub's ticker; only of an ended task. */
  long endedNanos() {
    return endedNanos;
  }
}
