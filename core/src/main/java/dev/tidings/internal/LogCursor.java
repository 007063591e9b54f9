package dev.tidings.internal;

import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.Registration;
import dev.tidings.internal.run.Faults;
import java.util.List;

/**
 * A place in a task's log. For one reader at a time; the place is volatile for those who ask its
 * lag.
 */
final class LogCursor implements EventCursor {
  private final LiveTask task;
  private final TaskRecord record;
  private volatile long after;

  LogCursor(LiveTask task, TaskRecord record, Position position) {
    this.task = task;
    this.record = record;
    this.after = position.after();
  }

  @Override
  public List<ProgressEvent> read(int max) {
    List<ProgressEvent> events = record.read(after, max);
    if (!events.isEmpty()) {
      after = events.get(events.size() - 1).sequence();
    }
    return events;
  }

  @Override
  public List<ProgressEvent> readCoalesced(int max) {
    List<ProgressEvent> events = read(max);
    return events.size() < 2 ? events : Coalescing.coalesce(events);
  }

  @Override
  public long lag() {
    return Math.max(0, record.lastSequence() - Math.max(0, after));
  }

  @Override
  public boolean ended() {
    long terminal = record.terminalSequence();
    return terminal > 0 && after == terminal;
  }

  @Override
  public Registration onAppend(Runnable action) {
    return task.watch(task.hub().blockingLine().once(() -> Faults.contain("wake", action, action)));
  }
}
