package dev.tidings.internal.task;

import dev.tidings.Registration;
import dev.tidings.internal.run.Line;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a task's log as it grows. An append reads one field when nobody does; otherwise it asks
 * for one turn, however many readers there are, and that turn asks for a turn of each.
 */
final class Watchers implements Line.Work {
  private static final Line.Turn[] NONE = {};

  private final Line line;

  /** Set before the first watcher is in {@code all}, and never again. */
  private Line.@Nullable Turn wakes;

  private volatile Line.Turn[] all = NONE;

  Watchers(Line line) {
    this.line = line;
  }

  /** Has everybody read soon. Called after each append, without a lock. */
  void wake() {
    if (all.length > 0 && wakes != null) {
      wakes.ask();
    }
  }

  @Override
  public boolean turn() {
    line.askAll(all);
    return false;
  }

  @Override
  public void failed(Throwable fault) {
    throw new AssertionError("asking never throws", fault);
  }

  int count() {
    return all.length;
  }

  /**
   * Adds a reader.
   *
   * @param left is run when the place is taken back
   * @return takes the place back, once
   */
  Registration add(Line.Turn reader, Runnable left) {
    synchronized (this) {
      if (wakes == null) {
        wakes = line.turn(this);
      }
      Line.Turn[] more = Arrays.copyOf(all, all.length + 1);
      more[all.length] = reader;
      all = more;
    }
    AtomicBoolean added = new AtomicBoolean(true);
    return () -> {
      if (added.getAndSet(false)) {
        left.run();
        remove(reader);
      }
    };
  }

  private synchronized void remove(Line.Turn reader) {
    int index = Arrays.asList(all).indexOf(reader);
    Line.Turn[] fewer = Arrays.copyOf(all, all.length - 1);
    System.arraycopy(all, index + 1, fewer, index, fewer.length - index);
    all = fewer.length == 0 ? NONE : fewer;
  }
}
