package dev.tidings.examples.fortune;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into the small pieces it is spoken in: a clause, or a few characters of a long one.
 */
final class Phrases {
  private static final String CLAUSE_ENDS = "，。；：！？、,.;:!?\n";
  private static final String CLOSERS = "」）”\")";
  private static final int IDEOGRAPHS = 8;
  private static final int LETTERS = 14;

  private Phrases() {}

  /** The pieces in order; together they are the text, and none ends inside a surrogate pair. */
  static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      length++;
      boolean more = i < text.length();
      if (more && endsPiece(character, text.codePointAt(i), length)) {
        pieces.add(text.substring(start, i));
        start = i;
        length = 0;
      }
    }
    if (start < text.length()) {
      pieces.add(text.substring(start));
    }
    return pieces;
  }

  private static boolean endsPiece(int character, int next, int length) {
    // A mark, a closing quote or a space stays with what it closes.
    if (isOneOf(CLAUSE_ENDS, next) || isOneOf(CLOSERS, next) || next == ' ') {
      return false;
    }
    if (character == ' ') {
      return length >= LETTERS;
    }
    return isOneOf(CLAUSE_ENDS, character)
        || isOneOf(CLOSERS, character)
        || (length >= IDEOGRAPHS && Character.isIdeographic(character))
        || length >= 4 * IDEOGRAPHS;
  }

  private static boolean isOneOf(String marks, int character) {
    return marks.indexOf(character) >= 0;
  }
}
