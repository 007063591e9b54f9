package dev.tidings.lucene;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, ended by LF, CR or both. One that is too long is passed over without being
 * held. Not thread-safe.
 */
final class BoundedLines {
  /** The longest line, in characters. */
  static final int LONGEST = 1 << 20;

  private final Reader reader;
  private final char[] buffer = new char[8192];
  private int from;
  private int to;
  private boolean afterReturn;

  BoundedLines(Reader reader) {
    this.reader = reader;
  }

  /**
   * The next line without its end, or null if there is none.
   *
   * @throws Unreadable if it is too long; the call after that gives the line after it
   */
  @Nullable String next() throws IOException, Unreadable {
    if (!more()) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    boolean fits = true;
    for (boolean ended = false; !ended && more(); ) {
      int end = end();
      fits = fits && line.length() + end - from <= LONGEST;
      if (fits) {
        line.append(buffer, from, end - from);
      }
      from = end;
      if (from < to) {
        afterReturn = buffer[from++] == '\r';
        ended = true;
      }
    }
    if (!fits) {
      throw new Unreadable(
          "",
          "has more than " + LONGEST + " characters",
          "put each entry on a line of its own, or cut the text");
    }
    return line.toString();
  }

  /** Where the line ends within what was read. */
  private int end() {
    int end = from;
    while (end < to && buffer[end] != '\n' && buffer[end] != '\r') {
      end++;
    }
    return end;
  }

  /** Reads on if need be; the LF of a CRLF belongs to the line before. */
  private boolean more() throws IOException {
    if (from == to && !fill()) {
      return false;
    }
    if (afterReturn) {
      afterReturn = false;
      if (buffer[from] == '\n') {
        from++;
        return from < to || fill();
      }
    }
    return true;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, reader.read(buffer));
    return to > 0;
  }
}
