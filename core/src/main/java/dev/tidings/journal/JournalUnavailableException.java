package dev.tidings.journal;

import org.jspecify.annotations.Nullable;

/**
 * What a hub throws, or its stages fail with, where the journal did not say in time what became of
 * a call: it may or may not have happened. The same may be asked again.
 */
public final class JournalUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that says what was asked for. */
  public JournalUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
