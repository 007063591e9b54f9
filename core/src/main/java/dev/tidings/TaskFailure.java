package dev.tidings;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a task failed, for the person who waits for it. Immutable.
 *
 * @param code what kind of failure
 * @param message the sentence the user reads; holds no secret and no internal detail
 * @param retryable whether asking the same again may succeed
 * @param retryAfter how long to wait before that, or null if not known
 * @param partialResponse the part of the answer that was written, or null; when text was streamed
 *     and none is given here, the hub fills in what was streamed
 */
public record TaskFailure(
    FailureCode code,
    Message message,
    boolean retryable,
    @Nullable Duration retryAfter,
    @Nullable String partialResponse) {

  /** Checks that code and message are there. */
  public TaskFailure {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  /** A failure with the code's own sentence ({@code error.<code>} in the bundles). */
  public static TaskFailure of(FailureCode code) {
    return new TaskFailure(
        code, Message.of("error." + code.wireName()), code.retryable(), null, null);
  }

  /** The same failure with another sentence. */
  public TaskFailure withMessage(Message other) {
    return new TaskFailure(code, other, retryable, retryAfter, partialResponse);
  }

  /** The same failure, saying whether to try again and when. */
  public TaskFailure withRetry(boolean allowed, @Nullable Duration after) {
    return new TaskFailure(code, message, allowed, after, partialResponse);
  }

  /** The same failure with what was written of the answer. */
  public TaskFailure withPartialResponse(@Nullable String partial) {
    return new TaskFailure(code, message, retryable, retryAfter, partial);
  }
}
