package dev.tidings;

import java.util.Locale;

/** How a task ended. The wire name is lower case. */
public enum Outcome {
  /** With a result. */
  COMPLETED,
  /** With a failure. */
  FAILED,
  /** Because somebody cancelled it. */
  CANCELLED;

  /** The name clients see: {@code completed}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
