package dev.tidings.rag;

import dev.tidings.FailureCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model could not be reached, failed, or refused to embed. */
public final class EmbeddingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final @Nullable Duration retryAfter;

  /**
   * An exception for operators.
   *
   * @param code one of the {@code LLM_} codes
   * @param message what went wrong, without secrets
   * @param retryAfter how long the endpoint asks to wait, or null
   * @param cause what lies behind, or null
   */
  public EmbeddingException(
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
