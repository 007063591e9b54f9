package dev.tidings.internal.task;

import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Registration;
import dev.tidings.internal.run.Faults;
import java.util.List;

/**
 * A place in a task's log: the sequence of the last event read, and how much of the answer was. For
 * one reader at a time; the sequence is volatile for those who ask its lag.
 *
 * <p>Only the first read may find that the log does not know the place any more; from then on the
 * length of the answer says where inside a joined text it lies. A reader that shows no text has no
 * such places: it goes on at a sequence, and what it is given of a text there is of no matter.
 */
final class LogCursor implements EventCursor {
  private static final int NOT_READ = -2;

  private final LoggedTask task;
  private final TaskState state;
  private final boolean showsText;
  private volatile long after;

  /** Touched by the reader only. */
  private int textSeen = NOT_READ;

  private LogCursor(LoggedTask task, TaskState state, Position position, boolean showsText) {
    this.task = task;
    this.state = state;
    this.after = position.after();
    this.showsText = showsText;
  }

  /** For a reader of everything. */
  static LogCursor of(LoggedTask task, TaskState state, Position position) {
    return new LogCursor(task, state, position, true);
  }

  /** For a reader that shows no text. */
  static LogCursor bySequence(LoggedTask task, TaskState state, Position position) {
    return new LogCursor(task, state, position, false);
  }

  @Override
  public List<ProgressEvent> read(int max) {
    List<ProgressEvent> events;
    synchronized (state) {
      if (textSeen == NOT_READ) {
        textSeen = showsText ? state.textBefore(after) : state.textFrom(after);
      }
      if (textSeen == TaskState.LOST) {
        events = state.resync(max);
        textSeen = state.textLength();
      } else {
        events = state.read(after, textSeen, max);
      }
    }
    if (!events.isEmpty()) {
      moveBehind(events);
    }
    return events;
  }

  private void moveBehind(List<ProgressEvent> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i) instanceof Text text) {
        textSeen = text.offset() + text.text().length();
        break;
      }
    }
    after = events.get(events.size() - 1).sequence();
  }

  @Override
  public List<ProgressEvent> readCoalesced(int max) {
    List<ProgressEvent> events = read(max);
    return events.size() < 2 ? events : Coalescing.coalesce(events);
  }

  @Override
  public long lag() {
    return Math.max(0, state.lastSequence() - Math.max(0, after));
  }

  @Override
  public boolean ended() {
    long terminal = state.terminalSequence();
    return terminal > 0 && after == terminal;
  }

  @Override
  public Registration onAppend(Runnable action) {
    return task.watch(task.hub().blockingLine().once(() -> Faults.contain("wake", action, action)));
  }
}
