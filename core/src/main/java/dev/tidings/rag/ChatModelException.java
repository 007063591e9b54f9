package dev.tidings.rag;

import dev.tidings.FailureCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A language model failed, refused, stalled or broke off. */
public final class ChatModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final @Nullable Duration retryAfter;

  /**
   * An exception for operators; users are told the code's own sentence.
   *
   * @param code one of the {@code LLM_} codes
   * @param message what went wrong, without secrets
   * @param retryAfter how long the endpoint asks to wait, or null
   * @param cause what lies behind, or null
   */
  public ChatModelException(
      FailureCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.retryAfter = retryAfter;
  }

  /** What kind of failure. */
  public FailureCode code() {
    return code;
  }

  /** How long the endpoint asks to wait before the next try. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
