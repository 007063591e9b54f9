package dev.tidings.client;

/** Somebody who follows a task. */
public interface Following extends AutoCloseable {
  /**
   * The call cuts the connection at once, on whatever thread; the task goes on. Its listener is
   * called no more, but for a call that is going on. A second call does nothing.
   */
  @Override
  void close();
}
