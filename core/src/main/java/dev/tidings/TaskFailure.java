package dev.tidings;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a task failed, for the person who waits for it. It is immutable. */
public final class TaskFailure {
  private final FailureCode code;
  private final Message message;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;
  private final @Nullable Supplier<String> partialResponse;

  private TaskFailure(
      FailureCode code,
      Message message,
      boolean retryable,
      @Nullable Duration retryAfter,
      @Nullable Supplier<String> partialResponse) {
    this.code = Objects.requireNonNull(code, "code");
    this.message = Objects.requireNonNull(message, "message");
    this.retryable = retryable;
    this.retryAfter = retryAfter;
    this.partialResponse = partialResponse;
  }

  /** A failure with the code's own sentence ({@code error.<code>} in the bundles). */
  public static TaskFailure of(FailureCode code) {
    return new TaskFailure(
        code, Message.of("error." + code.wireName()), code.retryable(), null, null);
  }

  /** What kind of failure. */
  public FailureCode code() {
    return code;
  }

  /** The sentence the user reads; holds no secret and no internal detail. */
  public Message message() {
    return message;
  }

  /** Whether asking the same again may succeed. */
  public boolean retryable() {
    return retryable;
  }

  /** How long to wait before that; null if not known. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The part of the answer that was written, or null. When text was streamed and none is given
   * here, the hub fills in what was streamed, which is put together when somebody first asks.
   */
  public @Nullable String partialResponse() {
    return partialResponse == null ? null : partialResponse.get();
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
    return new TaskFailure(
        code, message, retryable, retryAfter, partial == null ? null : () -> partial);
  }

  /**
   * The same failure with what was written of the answer.
   *
   * @param partial gives it, the same at each call
   */
  public TaskFailure withPartialResponse(Supplier<String> partial) {
    return new TaskFailure(code, message, retryable, retryAfter, partial);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskFailure that
        && code.equals(that.code)
        && message.equals(that.message)
        && retryable == that.retryable
        && Objects.equals(retryAfter, that.retryAfter)
        && Objects.equals(partialResponse(), that.partialResponse());
  }

  @Override
  public int hashCode() {
    return Objects.hash(code, message, retryable, retryAfter);
  }

  @Override
  public String toString() {
    return "TaskFailure[code=%s, message=%s, retryable=%s, retryAfter=%s]"
        .formatted(code, message, retryable, retryAfter);
  }
}
