package dev.tidings.openai;

import dev.failsafe.Execution;
import dev.tidings.FailureCode;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatAttempt;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries, and waits between them. Failsafe counts the tries and reckons the wait; waiting itself is
 * done here, because it must end at once on a cancellation.
 */
final class Attempts {
  private static final Logger logger = LoggerFactory.getLogger(Attempts.class);

  /** One try. */
  interface Trial {
    /** Runs to its end; throws an {@link AttemptFailure} if it fails. */
    void run(@Nullable ApiKey key, long deadlineNanos);
  }

  private final Endpoint endpoint;
  private final StopSignal stop;
  private final Consumer<ChatAttempt> listener;
  private final long deadlineNanos;
  private int count = 1;

  /**
   * Tries of one call, whose total time-out begins now.
   *
   * @param listener is told each further try
   */
  Attempts(Endpoint endpoint, StopSignal stop, Consumer<ChatAttempt> listener) {
    this.endpoint = endpoint;
    this.stop = stop;
    this.listener = listener;
    this.deadlineNanos = System.nanoTime() + endpoint.totalTimeout().toNanos();
  }

  /**
   * Tries until one succeeds.
   *
   * @return how many it took
   * @throws AttemptFailure as the last one failed
   * @throws TaskCancelledException if cancelled
   */
  int run(Trial trial) {
    Execution<Object> policy = Execution.of(endpoint.retries());
    while (true) {
      stop.check();
      try {
        trial.run(key(), deadlineNanos);
        return count;
      } catch (AttemptFailure failure) {
        policy.recordException(failure);
        if (policy.isComplete()) {
          throw failure;
        }
        pause(policy.getDelay(), failure);
        count++;
      }
    }
  }

  /** How many tries were begun. */
  int count() {
    return count;
  }

  private @Nullable ApiKey key() {
    try {
      return endpoint.keys().get();
    } catch (RuntimeException e) {
      // Its text may have the key.
      logger.debug("Key supplier failed with {}", e.getClass().getName());
      throw AttemptFailure.broken(
          false, "the supplier of keys failed with " + e.getClass().getSimpleName(), null);
    }
  }

  /** Waits as long as the endpoint asks, and at least as long as the policy says. */
  private void pause(Duration backoff, AttemptFailure failure) {
    Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
    Duration asked = failure.retryAfter();
    // Our own wait is cut so that a try still fits behind it; the endpoint's is not ours to cut,
    // and one that outlasts the total time-out would only delay the bad news.
    Duration half = left.dividedBy(2);
    Duration delay = backoff.compareTo(half) > 0 ? half : backoff;
    if (asked != null && asked.compareTo(delay) > 0) {
      delay = asked;
    }
    if (left.isNegative() || left.isZero() || delay.compareTo(left) >= 0) {
      throw failure;
    }
    logger.debug("Try {} failed, next in {}: {}", count, delay, failure.getMessage());
    listener.accept(
        new ChatAttempt(
            count + 1,
            endpoint.retries().getConfig().getMaxAttempts(),
            delay,
            failure.code(),
            failure.text()));
    try {
      stop.pause(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptFailure.last(
          FailureCode.LLM_UNAVAILABLE, "the calling thread was interrupted", e);
    }
  }
}
