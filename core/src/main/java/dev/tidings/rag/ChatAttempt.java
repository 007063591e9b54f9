package dev.tidings.rag;

import dev.tidings.FailureCode;
import java.time.Duration;
import java.util.Objects;

/**
 * A further try, after one that failed before any of the answer had come.
 *
 * @param number which try comes now; the first repetition is number 2
 * @param of how many there are at most
 * @param delay how long the model waits before it, from now
 * @param code how the one before failed
 * @param reason why, in a sentence for operators, without secrets
 */
public record ChatAttempt(int number, int of, Duration delay, FailureCode code, String reason) {
  /** The constructor checks that all is there. */
  public ChatAttempt {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(reason, "reason");
  }
}
