package dev.tidings;

import java.util.Locale;

/** How a task ended. The wire name is lower case. */
public enum Outcome {
  /** The task gave a result. */
  COMPLETED,
  /** The task failed, for whatever reason but a cancel. */
  FAILED,
  /** Somebody cancelled the task. */
  CANCELLED;

  /** The name clients see: {@code completed}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
