package dev.tidings.testkit.chat;

import dev.tidings.Cancellation;
import dev.tidings.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cancellation that comes when the test asks for it, on the test's own thread. */
public final class ManualCancellation implements Cancellation {
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean requested;

  /** A cancellation that nobody has asked for. */
  public ManualCancellation() {}

  /** The call asks to stop: runs every action that is still registered. */
  public void request() {
    requested = true;
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean requested() {
    return requested;
  }

  @Override
  public Registration onRequested(Runnable action) {
    actions.add(action);
    if (requested) {
      action.run();
    }
    return () -> actions.remove(action);
  }

  /** How many actions are registered now. */
  public int registrations() {
    return actions.size();
  }
}
