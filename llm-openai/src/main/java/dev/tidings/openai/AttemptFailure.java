package dev.tidings.openai;

import dev.tidings.FailureCode;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.EmbeddingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try failed. Unchecked, because it passes through callers that can do nothing about it, on its
 * way from a bad chunk to the retry loop; it never leaves this package.
 */
final class AttemptFailure extends RuntimeException {
  /** Whether the same request may do better. */
  enum Again {
    POSSIBLE,
    POINTLESS
  }

  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final String message;
  private final Again again;
  private final @Nullable Duration retryAfter;

  private AttemptFailure(
      FailureCode code,
      String message,
      Again again,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.message = message;
    this.again = again;
    this.retryAfter = retryAfter;
  }

  /** The endpoint refused or failed, in words of its own. */
  static AttemptFailure judged(FailureCode code, String message, @Nullable Duration retryAfter) {
    Again again =
        code.equals(FailureCode.LLM_RATE_LIMITED) || code.equals(FailureCode.LLM_UNAVAILABLE)
            ? Again.POSSIBLE
            : Again.POINTLESS;
    return new AttemptFailure(code, message, again, retryAfter, null);
  }

  /**
   * The connection or the stream broke.
   *
   * @param begun whether content had come: what was shown to people cannot be taken back, so
   *     nothing is tried again after it
   */
  static AttemptFailure broken(boolean begun, String message, @Nullable Throwable cause) {
    return begun
        ? new AttemptFailure(FailureCode.LLM_TRUNCATED, message, Again.POINTLESS, null, cause)
        : new AttemptFailure(FailureCode.LLM_UNAVAILABLE, message, Again.POSSIBLE, null, cause);
  }

  /** As the code says, and never tried again. */
  static AttemptFailure last(FailureCode code, String message, @Nullable Throwable cause) {
    return new AttemptFailure(code, message, Again.POINTLESS, null, cause);
  }

  FailureCode code() {
    return code;
  }

  /** What went wrong, without secrets. */
  String text() {
    return message;
  }

  Again again() {
    return again;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** What the caller of a chat model is told. */
  ChatModelException toException(int tries) {
    return new ChatModelException(code, after(tries), retryAfter, getCause());
  }

  /** What the caller of an embedder is told. */
  EmbeddingException toEmbeddingException(int tries) {
    return new EmbeddingException(code, after(tries), retryAfter, getCause());
  }

  private String after(int tries) {
    return tries > 1 ? message + " (" + tries + " tries)" : message;
  }
}
