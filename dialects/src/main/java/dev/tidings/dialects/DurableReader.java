package dev.tidings.dialects;

import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.Registration;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import java.util.ArrayList;
import java.util.List;

/** Reads a task's log for one reader, a page at a time. Not thread-safe. */
final class DurableReader {
  private static final int BATCH = 32;

  private final TaskView task;
  private final Dialect dialect;
  private final boolean unchanging;
  private final int pageBytes;
  private final EventCursor cursor;
  private long place;

  /**
   * A reader at that place.
   *
   * @param pageBytes a page ends with the batch of events that reaches so many bytes
   * @param unchanging whether what the dialect says of a task stays the same while that runs
   */
  DurableReader(
      TaskView task, Position position, Dialect dialect, int pageBytes, boolean unchanging) {
    this.task = task;
    this.dialect = dialect;
    this.unchanging = unchanging;
    this.pageBytes = pageBytes;
    this.cursor = task.cursor(position);
    this.place = Math.max(0, position.after());
  }

  /** See {@link EventCursor#onAppend}. */
  Registration onAppend(Runnable action) {
    return cursor.onAppend(action);
  }

  /** What follows the place, up to the size of a page; the place is behind it then. */
  DurablePage read() {
    // Asked before: what is read while a task runs may be joined by the time it has ended.
    boolean settled = unchanging || task.terminalSequence() > 0;
    long from = place;
    List<byte[]> messages = new ArrayList<>();
    int bytes = 0;
    boolean all = false;
    while (!all && bytes < pageBytes) {
      List<ProgressEvent> events = cursor.read(BATCH);
      all = events.size() < BATCH;
      for (ProgressEvent event : events) {
        if (event instanceof Resync) {
          return new DurablePage(List.of(), from, from, true, false, false, false);
        }
        for (byte[] message : dialect.bodies(task, event)) {
          messages.add(message);
          bytes += message.length;
        }
        place = event.sequence();
      }
    }
    boolean closed = cursor.ended();
    return new DurablePage(messages, from, place, false, settled, all || closed, closed);
  }
}
