package dev.tidings.internal;

import dev.tidings.EventCursor;
import dev.tidings.ProgressEvent;
import dev.tidings.Registration;
import dev.tidings.TaskListener;
import dev.tidings.TaskView;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a task's events to one listener, one at a time, on the host's executor.
 *
 * <p><b>Invariant.</b> {@code pending} counts wakes that no run has answered yet; only the wake
 * that raises it from 0 submits a run, and only that run lowers it. So at most one run is in
 * flight, and a wake during a run makes the run read once more.
 */
final class ListenerSubscription implements Registration {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");
  private static final int BATCH = 64;
  private static final int MOST_FAILURES = 3;

  private final TaskView task;
  private final HubContext hub;
  private final EventCursor cursor;
  private final TaskListener listener;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile Registration wakes = () -> {};
  private volatile boolean closed;

  /** Written and read only by the run in flight. */
  private int failures;

  private ListenerSubscription(
      TaskView task, HubContext hub, EventCursor cursor, TaskListener listener) {
    this.task = task;
    this.hub = hub;
    this.cursor = cursor;
    this.listener = listener;
  }

  static ListenerSubscription start(
      TaskView task, HubContext hub, EventCursor cursor, TaskListener listener) {
    ListenerSubscription subscription = new ListenerSubscription(task, hub, cursor, listener);
    subscription.wakes = cursor.onAppend(subscription::wake);
    if (subscription.closed) {
      subscription.close();
    }
    subscription.wake();
    return subscription;
  }

  private void wake() {
    if (!closed && pending.getAndIncrement() == 0) {
      hub.executor().execute(this::run);
    }
  }

  private void run() {
    int answered = pending.get();
    do {
      deliver();
      answered = pending.addAndGet(-answered);
    } while (answered != 0);
  }

  private void deliver() {
    List<ProgressEvent> events = cursor.read(BATCH);
    while (!closed && !events.isEmpty()) {
      for (ProgressEvent event : events) {
        if (closed) {
          return;
        }
        call(event);
      }
      events = cursor.read(BATCH);
    }
    if (cursor.ended()) {
      close();
    }
  }

  private void call(ProgressEvent event) {
    try {
      listener.onEvent(task, event);
      failures = 0;
    } catch (Throwable fault) {
      log.warn("Listener {} failed on an event", listener.getClass().getName(), fault);
      failures++;
      if (failures >= MOST_FAILURES) {
        log.warn(
            "Listener {} failed {} times in a row and is dropped",
            listener.getClass().getName(),
            failures);
        close();
      }
      rethrow(fault);
    }
  }

  /** After an error that the JVM cannot survive no run will follow this one. */
  private void rethrow(Throwable fault) {
    try {
      Faults.rethrowIfFatal(fault);
    } catch (Error fatal) {
      close();
      throw fatal;
    }
  }

  @Override
  public void close() {
    closed = true;
    wakes.close();
  }
}
