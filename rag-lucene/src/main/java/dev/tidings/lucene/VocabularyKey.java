package dev.tidings.lucene;

/**
 * A text as a {@link Vocabulary} looks for words in it: unspaced characters as they are, words as
 * stems with a space before and after.
 */
final class VocabularyKey implements TextScanner.Terms {
  private final StringBuilder key = new StringBuilder();

  static String of(TextScanner scanner, String text) {
    VocabularyKey key = new VocabularyKey();
    scanner.scan(text, key);
    return key.toString();
  }

  @Override
  public void pair(int first, int second, int start, int end) {}

  @Override
  public void single(int character, boolean alone, int start, int end) {
    key.appendCodePoint(character);
  }

  @Override
  public void word(String plain, String stem, int start, int end) {
    if (key.isEmpty() || key.charAt(key.length() - 1) != ' ') {
      key.append(' ');
    }
    key.append(stem).append(' ');
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
