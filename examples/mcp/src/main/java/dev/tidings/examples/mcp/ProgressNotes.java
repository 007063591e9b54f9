package dev.tidings.examples.mcp;

import dev.tidings.EventCursor;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.Registration;
import dev.tidings.Stage;
import dev.tidings.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far a task is, as the Model Context Protocol wants it: by a number that only grows.
 * Clients give a request up after a minute or so unless such a note begins their wait anew. So one
 * is due now and then even when the task is silent; as it must be greater than the one before, the
 * number only counts the notes, and the percent stands in the words, where nothing is invented.
 */
final class ProgressNotes {
  /** Is told. */
  @FunctionalInterface
  interface Listener {
    /**
     * A note.
     *
     * @param count counts the notes from 1
     * @param words the percent, the stage, and what it does
     */
    void note(long count, String words);
  }

  private static final int BATCH = 32;

  private final TaskView task;
  private final Duration silence;
  private final Listener listener;
  private long count;
  private String words;
  private long toldNanos = System.nanoTime();

  /**
   * Notes of a task.
   *
   * @param silence how long there may be none
   */
  ProgressNotes(TaskView task, Duration silence, Listener listener) {
    this.task = task;
    this.silence = silence;
    this.listener = listener;
    this.words = words(0, Stage.QUEUED, Message.of("task.queued"));
  }

  /** Tells all there is on this thread until the task has ended, and gives its last event. */
  ProgressEvent follow() throws InterruptedException {
    EventCursor cursor = task.cursor(Position.START);
    Semaphore news = new Semaphore(0);
    Registration wakes = cursor.onAppend(news::release);
    try {
      while (true) {
        List<ProgressEvent> events = cursor.read(BATCH);
        for (ProgressEvent event : events) {
          if (event.terminal()) {
            return event;
          }
          if (event instanceof Progress progress) {
            tell(words(progress));
          }
        }
        long left = silence.toNanos() - (System.nanoTime() - toldNanos);
        if (left <= 0) {
          tell(words);
        } else if (events.isEmpty() && news.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          news.drainPermits();
        }
      }
    } finally {
      wakes.close();
    }
  }

  private String words(Progress progress) {
    return words(progress.percent(), progress.stage(), progress.message());
  }

  private String words(int percent, Stage stage, Message message) {
    return percent + "% " + stage.name() + ": " + task.render(message);
  }

  private void tell(String now) {
    words = now;
    toldNanos = System.nanoTime();
    listener.note(++count, now);
  }
}
