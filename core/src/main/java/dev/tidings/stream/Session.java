package dev.tidings.stream;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * One client's stream. The session ends exactly once, by itself at the latest after the terminal
 * event. It is thread-safe.
 */
public interface Session {
  /** Why the session ended; empty while it runs. */
  Optional<SessionEnd> ended();

  /**
   * The action runs once when the session has ended: at once, on the caller's thread, if it has
   * already, otherwise on a thread of the hub's for work that may block. What it throws is logged.
   */
  void onEnd(Consumer<SessionEnd> action);

  /**
   * The session ends as {@code CLOSED} once what is being written has been taken: the client is
   * told when to come back, and the connection is broken, so that it does not take this for the
   * task's end.
   */
  void close();
}
