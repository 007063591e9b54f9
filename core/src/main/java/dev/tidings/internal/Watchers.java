package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Registration;
import java.util.Arrays;

/**
 * Who is woken after an append. An append reads one field when nobody is; otherwise it asks for one
 * dispatch, however many appends and readers there are, until that dispatch begins.
 *
 * <p><b>Invariant.</b> A dispatch clears {@code due} before it wakes anybody. So a reader that is
 * woken reads what was appended before, and an append that it might miss finds {@code due} cleared
 * and asks for a dispatch of its own.
 */
final class Watchers {
  /** A registration of its own, also of an action that is registered twice. */
  private static final class Watcher {
    private final Runnable action;

    Watcher(Runnable action) {
      this.action = action;
    }
  }

  private static final Watcher[] NONE = {};

  @GuardedBy("this")
  private boolean due;

  private volatile Watcher[] all = NONE;

  /** Whether the caller must run {@link #dispatch} soon. Called after each append. */
  boolean askForDispatch() {
    if (all.length == 0) {
      return false;
    }
    synchronized (this) {
      if (due) {
        return false;
      }
      due = true;
      return true;
    }
  }

  void dispatch() {
    synchronized (this) {
      due = false;
    }
    for (Watcher watcher : all) {
      Faults.contain("wake", watcher.action, watcher.action);
    }
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
