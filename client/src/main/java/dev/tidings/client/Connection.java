package dev.tidings.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a following stands with its server.
 *
 * @param state what it does
 * @param failures how many connections in a row have failed without a new event
 * @param delay how long it waits until it tries again; zero unless {@code RECONNECTING}
 * @param cause why the last connection is over; null unless {@code RECONNECTING}
 */
public record Connection(State state, int failures, Duration delay, @Nullable Throwable cause) {
  /** What a following does. */
  public enum State {
    /** It opens a connection. */
    CONNECTING,
    /** The stream is open. */
    OPEN,
    /** The connection is lost, or could not be had, and it will try again after the wait. */
    RECONNECTING
  }

  static Connection of(State state, int failures) {
    return new Connection(state, failures, Duration.ZERO, null);
  }
}
