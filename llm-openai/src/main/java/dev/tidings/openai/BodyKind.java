package dev.tidings.openai;

import java.io.IOException;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** What a body is, as its first bytes show. Headers often say something else. */
enum BodyKind {
  /** Lines of an event stream, or nothing at all. */
  EVENTS,
  /** JSON: one completion, one error, or chunks without an event's lines. */
  JSON,
  /** A page for people: a proxy's, a login's. */
  PAGE,
  /** Compressed, though nobody asked for that. */
  COMPRESSED;

  private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

  /**
   * Looks at the first bytes, waiting for them. A byte order mark and white space before the body
   * are taken off; some endpoints send spaces as signs of life.
   *
   * @param encoding the Content-Encoding header, or null
   * @param maxBlanks how much white space to take
   */
  static BodyKind of(BufferedSource source, @Nullable String encoding, long maxBlanks)
      throws IOException {
    if (encoding != null && !encoding.isBlank() && !encoding.strip().equals("identity")) {
      return COMPRESSED;
    }
    skipByteOrderMark(source);
    long blanks = 0;
    while (source.request(1)) {
      byte first = source.getBuffer().getByte(0);
      switch (first) {
        case '{', '[' -> {
          return JSON;
        }
        case '<' -> {
          return PAGE;
        }
        case 0x1f -> {
          return COMPRESSED;
        }
        case ' ', '\t', '\r', '\n' -> source.skip(1);
        default -> {
          return EVENTS;
        }
      }
      if (++blanks > maxBlanks) {
        throw new IOException("more than " + maxBlanks + " bytes of white space");
      }
    }
    return EVENTS;
  }

  private static void skipByteOrderMark(BufferedSource source) throws IOException {
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (!source.request(i + 1) || (source.getBuffer().getByte(i) & 0xff) != BYTE_ORDER_MARK[i]) {
        return;
      }
    }
    source.skip(BYTE_ORDER_MARK.length);
  }
}
