package dev.tidings;

/** The cancellation of work that nobody can stop. */
enum NeverCancelled implements Cancellation {
  INSTANCE;

  @Override
  public boolean requested() {
    return false;
  }

  @Override
  public Registration onRequested(Runnable action) {
    return () -> {};
  }
}
