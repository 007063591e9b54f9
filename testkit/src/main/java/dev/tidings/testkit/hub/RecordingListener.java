package dev.tidings.testkit.hub;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskListener;
import dev.tidings.TaskView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it is told, in order. It is thread-safe. */
public final class RecordingListener implements TaskListener {
  private static final int PATIENCE = 10;

  private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** A listener that was told nothing yet. */
  public RecordingListener() {}

  @Override
  public void onEvent(TaskView task, ProgressEvent event) {
    events.add(event);
    if (event.terminal()) {
      ended.countDown();
    }
  }

  /** What it was told so far. */
  public List<ProgressEvent> events() {
    return List.copyOf(events);
  }

  /**
   * The call waits for the task's end, ten seconds at most.
   *
   * @return everything that it was told
   * @throws AssertionError if the end does not come
   */
  public List<ProgressEvent> awaitEnd() throws InterruptedException {
    if (!ended.await(PATIENCE, TimeUnit.SECONDS)) {
      throw new AssertionError("no end within " + PATIENCE + " s after " + events);
    }
    return events();
  }
}
