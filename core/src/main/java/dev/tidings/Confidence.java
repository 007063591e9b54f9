package dev.tidings;

import java.util.Objects;

/**
 * How sure an answer is, and by what that was measured. There is none without a measurement.
 *
 * @param percent 0 to 100
 * @param method the name of the documented method that gave the number
 */
public record Confidence(int percent, String method) {
  /**
   * The constructor checks the range.
   *
   * @throws IllegalArgumentException if the percent is not 0 to 100
   */
  public Confidence {
    Objects.requireNonNull(method, "method");
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("confidence " + percent + " must be 0 to 100");
    }
  }
}
