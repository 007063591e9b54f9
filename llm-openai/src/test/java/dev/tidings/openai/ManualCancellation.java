package dev.tidings.openai;

import dev.tidings.Cancellation;
import dev.tidings.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cancellation that the test asks for. */
final class ManualCancellation implements Cancellation {
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean requested;

  void request() {
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

  int registrations() {
    return actions.size();
  }
}
