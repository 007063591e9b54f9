package dev.tidings.testing;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskListener;
import dev.tidings.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told. Thread-safe. */
public final class RecordingListener implements TaskListener {
  private final List<ProgressEvent> events = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public void onEvent(TaskView task, ProgressEvent event) {
    synchronized (events) {
      events.add(event);
    }
    if (event.terminal()) {
      ended.countDown();
    }
  }

  /** What it was told so far, in order. */
  public List<ProgressEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** The sequences of what it was told so far, in order. */
  public List<Long> sequences() {
    return events().stream().map(ProgressEvent::sequence).toList();
  }

  /**
   * Waits for the terminal event, ten seconds at most.
   *
   * @return whether it came
   */
  public boolean awaitEnd() {
    try {
      return ended.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
