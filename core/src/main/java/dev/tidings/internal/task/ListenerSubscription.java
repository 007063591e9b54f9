package dev.tidings.internal.task;

import dev.tidings.EventCursor;
import dev.tidings.ProgressEvent;
import dev.tidings.Registration;
import dev.tidings.TaskListener;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers a task's events to one listener, in turns of a line for work that may block. */
final class ListenerSubscription implements Line.Work, Registration {
  /** Whether a call may begin: only OPEN becomes CALLING, and CLOSED is for good. */
  private enum State {
    OPEN,
    CALLING,
    CLOSED
  }

  private static final Logger log = LoggerFactory.getLogger("dev.tidings");
  private static final int EVENTS_PER_TURN = 16;
  private static final int MOST_FAILURES = 3;

  private final LoggedTask task;
  private final EventCursor cursor;
  private final TaskListener listener;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile Registration wakes = () -> {};

  /** Touched in turns only. */
  private int failures;

  private ListenerSubscription(LoggedTask task, EventCursor cursor, TaskListener listener) {
    this.task = task;
    this.cursor = cursor;
    this.listener = listener;
  }

  static ListenerSubscription start(LoggedTask task, EventCursor cursor, TaskListener listener) {
    ListenerSubscription subscription = new ListenerSubscription(task, cursor, listener);
    Line.Turn turn = task.hub().blockingLine().turn(subscription);
    subscription.wakes = task.watch(turn);
    turn.ask();
    return subscription;
  }

  @Override
  public boolean turn() {
    for (ProgressEvent event : cursor.read(EVENTS_PER_TURN)) {
      if (!state.compareAndSet(State.OPEN, State.CALLING)) {
        return false;
      }
      call(event);
      state.compareAndSet(State.CALLING, State.OPEN);
    }
    if (cursor.ended() || (task.gone() && cursor.lag() == 0)) {
      close();
    }
    return state.get() == State.OPEN && cursor.lag() > 0;
  }

  private void call(ProgressEvent event) {
    try {
      listener.onEvent(task, event);
      failures = 0;
    } catch (Throwable fault) {
      Faults.rethrowIfFatal(fault);
      Faults.report("Listener", listener, fault);
      failures++;
      if (failures >= MOST_FAILURES) {
        log.warn(
            "Listener {} failed {} times in a row and is dropped",
            listener.getClass().getName(),
            failures);
        close();
      }
    }
  }

  /** An error of the JVM drops the listener at once; the line has logged it. */
  @Override
  public void failed(Throwable fault) {
    close();
  }

  @Override
  public void close() {
    state.set(State.CLOSED);
    wakes.close();
  }
}
