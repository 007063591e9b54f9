package dev.tidings.examples.fortune.terminal;

/** Makes texts of others fit to be shown: a terminal obeys what is written to it. */
final class Clean {
  private static final int FIRST_C1 = 0x80;
  private static final int LAST_C1 = 0x9f;

  private Clean() {}

  /** A text whose control characters, but for line feeds and tabs, are shown as unknown ones. */
  static String text(String given) {
    StringBuilder clean = new StringBuilder(given.length());
    given
        .codePoints()
        .map(point -> obeyed(point) ? '\ufffd' : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** The same on one line. */
  static String line(String given) {
    return text(given).replaceAll("[\n\t]", " ");
  }

  private static boolean obeyed(int point) {
    return point == 0x7f
        || (point < ' ' && point != '\n' && point != '\t')
        || (point >= FIRST_C1 && point <= LAST_C1);
  }
}
