package dev.tidings.rag;

import dev.tidings.FailureCode;
import org.jspecify.annotations.Nullable;

/** A retriever could not find what was asked for. */
public final class RetrievalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  /**
   * An exception for operators; users are told the failure code's own sentence. Its code is {@link
   * FailureCode#RETRIEVAL_FAILED}: asking again may help.
   */
  public RetrievalException(String message, @Nullable Throwable cause) {
    this(FailureCode.RETRIEVAL_FAILED, message, cause);
  }

  private RetrievalException(FailureCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * An exception for a search that went well and found nothing that fits, with the code {@link
   * FailureCode#NOTHING_FOUND}: asking the same again cannot help.
   */
  public static RetrievalException nothingFound(String message) {
    return new RetrievalException(FailureCode.NOTHING_FOUND, message, null);
  }

  /** What kind of failure. */
  public FailureCode code() {
    return code;
  }
}
