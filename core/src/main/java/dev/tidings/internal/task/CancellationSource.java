package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Cancellation;
import dev.tidings.Registration;
import dev.tidings.internal.run.Faults;
import java.util.ArrayList;
import java.util.List;

/** A cancellation that its task requests when it ends. Its lock is never held while others run. */
final class CancellationSource implements Cancellation {
  /** A registration of its own, also of an action that is registered twice. */
  private static final class Registered {
    private final Runnable action;

    Registered(Runnable action) {
      this.action = action;
    }
  }

  private volatile boolean requested;

  @GuardedBy("this")
  private List<Registered> actions = List.of();

  @Override
  public boolean requested() {
    return requested;
  }

  @Override
  public Registration onRequested(Runnable action) {
    synchronized (this) {
      if (!requested) {
        Registered own = new Registered(action);
        if (actions.isEmpty()) {
          actions = new ArrayList<>(2);
        }
        actions.add(own);
        return () -> remove(own);
      }
    }
    Faults.contain("cancellation action", action, action);
    return () -> {};
  }

  private synchronized void remove(Registered action) {
    if (!actions.isEmpty()) {
      actions.remove(action);
    }
  }

  /** Says that the work is to stop, which runs nobody's code; {@link #request} is still to come. */
  synchronized void announce() {
    requested = true;
  }

  /** Has the work stopped; what is registered runs once. */
  void request() {
    List<Registered> due;
    synchronized (this) {
      requested = true;
      due = actions;
      actions = List.of();
    }
    due.forEach(own -> Faults.contain("cancellation action", own.action, own.action));
  }
}
