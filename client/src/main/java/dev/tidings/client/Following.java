package dev.tidings.client;

/** Somebody who follows a task. */
public interface Following extends AutoCloseable {
  /**
   * Cuts the connection at once, from whatever thread; the task goes on. Its listener is called no
   * more, but for a call that is going on. Closing twice does nothing.
   */
  @Override
  void close();
}
