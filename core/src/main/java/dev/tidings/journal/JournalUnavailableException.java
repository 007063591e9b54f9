package dev.tidings.journal;

import org.jspecify.annotations.Nullable;

/**
 * The journal did not say in time what became of a call: it may or may not have happened. The same
 * may be asked again.
 */
public final class JournalUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was asked for. */
  public JournalUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
