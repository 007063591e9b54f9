package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Registration;
import java.util.Arrays;

/**
 * Who is woken after an append. An append reads one field when nobody is; otherwise it asks for one
 * dispatch, however many appends and readers there are, until that dispatch begins. Many readers
 * are dispatched in shares.
 *
 * <p><b>Invariant.</b> A dispatch clears {@code due} before it wakes anybody. So a reader that is
 * woken reads what was appended before, and an append that it might miss finds {@code due} cleared
 * and asks for a dispatch of its own.
 */
final class Watchers implements Dispatcher.Work {
  /** A registration of its own, also of an action that is registered twice. */
  private static final class Watcher {
    private final Runnable action;

    Watcher(Runnable action) {
      this.action = action;
    }
  }

  /** Some of the watchers that there were when a dispatch began. */
  private static final class Share implements Dispatcher.Work {
    private static final int SIZE = 64;

    private final Watcher[] all;
    private final int from;

    Share(Watcher[] all, int from) {
      this.all = all;
      this.from = from;
    }

    @Override
    public void dispatch() {
      int end = Math.min(from + SIZE, all.length);
      for (int i = from; i < end; i++) {
        Faults.contain("wake", all[i].action, all[i].action);
      }
    }

    @Override
    public int weight() {
      return SIZE;
    }
  }

  private static final Watcher[] NONE = {};

  private final Dispatcher dispatcher;

  @GuardedBy("this")
  private boolean due;

  private volatile Watcher[] all = NONE;

  Watchers(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** Wakes everybody soon. Called after each append, without a lock. */
  void wake() {
    if (all.length > 0 && becomesDue()) {
      dispatcher.dispatchSoon(this);
    }
  }

  private synchronized boolean becomesDue() {
    boolean was = due;
    due = true;
    return !was;
  }

  @Override
  public void dispatch() {
    synchronized (this) {
      due = false;
    }
    Watcher[] now = all;
    for (int from = Share.SIZE; from < now.length; from += Share.SIZE) {
      dispatcher.dispatchSoon(new Share(now, from));
    }
    new Share(now, 0).dispatch();
  }

  @Override
  public int weight() {
    return 1;
  }

  int count() {
    return all.length;
  }

  Registration add(Runnable action) {
    Watcher own = new Watcher(action);
    synchronized (this) {
      Watcher[] more = Arrays.copyOf(all, all.length + 1);
      more[all.length] = own;
      all = more;
    }
    return () -> remove(own);
  }

  private synchronized void remove(Watcher watcher) {
    int index = Arrays.asList(all).indexOf(watcher);
    if (index >= 0) {
      Watcher[] fewer = Arrays.copyOf(all, all.length - 1);
      System.arraycopy(all, index + 1, fewer, index, fewer.length - index);
      all = fewer.length == 0 ? NONE : fewer;
    }
  }
}
