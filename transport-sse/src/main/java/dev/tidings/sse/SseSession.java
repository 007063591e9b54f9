package dev.tidings.sse;

import java.util.Optional;
import java.util.function.Consumer;

/** One client's stream. Ends exactly once, by itself at the latest after the terminal event. */
public interface SseSession {
  /** Why the session ended; empty while it runs. */
  Optional<SessionEnd> ended();

  /**
   * Has the action run once when the session has ended: at once if it has already.
   *
   * @param action called outside any lock; it must be quick
   */
  void onEnd(Consumer<SessionEnd> action);

  /** Ends the session in order once the write in flight has completed, as {@code CLOSED}. */
  void close();
}
