package dev.tidings.rag;

import org.jspecify.annotations.Nullable;

/** A retriever could not find what was asked for. */
public final class RetrievalException extends Exception {
  private static final long serialVersionUID = 1L;

  /** An exception for operators; users are told the failure code's own sentence. */
  public RetrievalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
