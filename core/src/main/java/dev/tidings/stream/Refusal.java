package dev.tidings.stream;

import java.util.Locale;

/** Why a stream is refused. */
public enum Refusal {
  /** The user or the task has as many streams as it may have. */
  TOO_MANY_STREAMS,
  /** The process has as many streams as it may have, or is shutting down. */
  BUSY;

  /** The name for metrics: {@code too_many_streams}. */
  public String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
