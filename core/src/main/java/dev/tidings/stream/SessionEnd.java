package dev.tidings.stream;

import java.util.Locale;

/**
 * Why a session ended. Its response ends in order as {@link #COMPLETED}, and otherwise only where
 * its voice {@linkplain Voice#endsInOrder says so}.
 */
public enum SessionEnd {
  /** The terminal event was written. */
  COMPLETED,
  /** The client left, or its connection broke. */
  CLIENT_GONE,
  /** The client took nothing for longer than the write time-out. */
  WRITE_TIMEOUT,
  /** What let the client in has expired. */
  TOKEN_EXPIRED,
  /** The host closed the session. */
  CLOSED,
  /** The transport is shutting down. */
  SHUTDOWN,
  /** A fault on this side, logged where it happened. */
  FAULT;

  /** The name for metrics: {@code write_timeout}. */
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
