package dev.tidings.lucene;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A corpus cannot be used as it is. The message names the file, the line, the field and what to do.
 */
public final class PoemCorpusException extends IOException {
  private static final long serialVersionUID = 1L;

  PoemCorpusException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
