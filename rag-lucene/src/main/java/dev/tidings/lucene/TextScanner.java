package dev.tidings.lucene;

import java.text.Normalizer;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * Cuts a text into terms in one pass. Chinese, Japanese, Korean, and the scripts of South-East Asia
 * that put no spaces between words become pairs of neighbouring characters; other scripts become
 * words, without accents, in lower case, by their English stems. Width and script are folded.
 * Anything else, half of a surrogate pair too, separates.
 *
 * <p>Index and query go through the same scanner, so what it does is done on both sides. Not
 * thread-safe; one scanner may scan many texts.
 */
final class TextScanner {
  /** A stem is of a word, and this is longer than any; the rest of a longer one is passed over. */
  private static final int LONGEST_WORD = 64;

  /** Scripts with accents come before it: Latin, Greek, Cyrillic. */
  private static final int FIRST_UNACCENTED = 0x2000;

  private static final int VOICED = 0x3099;
  private static final int HALF_VOICED = 0x309A;
  private static final int REPEATED = 0x3005;

  private final EnglishStemmer stemmer = new EnglishStemmer();
  private final StringBuilder word = new StringBuilder();
  private int wordStart;
  private int wordEnd;

  /** The last character of a run of unspaced script, or 0. */
  private int last;

  private int lastStart;
  private int lastEnd;
  private boolean lastPaired;

  /** The character before the last one, if it is its neighbour, or 0. */
  private int pairFirst;

  private int pairStart;

  /** Takes the terms of a text in their order. */
  interface Terms {
    /**
     * Two neighbouring characters of an unspaced script.
     *
     * @param start where they begin in the text, in UTF-16 units
     * @param end where they end
     */
    void pair(int first, int second, int start, int end);

    /**
     * A character of an unspaced script; its pairs are told besides.
     *
     * @param alone whether it has no neighbour, so that there is no pair of it
     */
    void single(int character, boolean alone, int start, int end);

    /** A word of a spaced script, as its stem. */
    void word(String plain, String stem, int start, int end);
  }

  void scan(CharSequence text, Terms terms) {
    int length = text.length();
    int i = 0;
    while (i < length) {
      int character = Character.codePointAt(text, i);
      int end = i + Character.charCount(character);
      if (character < 0x80) {
        ascii(character, i, end, text, terms);
      } else if (unspaced(character)) {
        unspaced(fold(character), i, end, terms);
      } else {
        other(character, i, end, terms);
      }
      i = end;
    }
    endRun(terms);
    endWord(terms);
  }

  private void ascii(int c, int start, int end, CharSequence text, Terms terms) {
    if (in(c, 'a', 'z') || in(c, '0', '9')) {
      letter(c, start, end, terms);
    } else if (in(c, 'A', 'Z')) {
      letter(c + ('a' - 'A'), start, end, terms);
    } else {
      separate(c == '\'' && possessive(text, end), terms);
    }
  }

  /** Whether a lone s follows, as in <i>father's</i>. */
  private static boolean possessive(CharSequence text, int at) {
    return at < text.length()
        && (text.charAt(at) == 's' || text.charAt(at) == 'S')
        && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1)));
  }

  private void separate(boolean keepingWord, Terms terms) {
    endRun(terms);
    if (!keepingWord) {
      endWord(terms);
    } else if (!word.isEmpty()) {
      word.append('\'');
    }
  }

  private static boolean unspaced(int c) {
    return in(c, 0x4E00, 0x9FFF)
        || in(c, 0x3041, 0x3096)
        || in(c, 0x30A1, 0x30FE)
        || c == REPEATED
        || c == 0x3007
        || in(c, 0xAC00, 0xD7A3)
        || in(c, 0x0E01, 0x0E3A)
        || in(c, 0x0E40, 0x0E4E)
        || in(c, 0x3400, 0x4DBF)
        || in(c, 0x20000, 0x3FFFD)
        || in(c, 0x0E81, 0x0ECD)
        || in(c, 0x1000, 0x103F)
        || in(c, 0x1780, 0x17D3);
  }

  private static boolean in(int c, int first, int last) {
    return c >= first && c <= last;
  }

  private static int fold(int character) {
    return character <= Character.MAX_VALUE ? Fold.of((char) character) : character;
  }

  private void other(int character, int start, int end, Terms terms) {
    if (character == 0x2019) {
      separate(!word.isEmpty(), terms);
      return;
    }
    if (!Character.isDefined(character) || Character.getType(character) == Character.SURROGATE) {
      separate(false, terms);
      return;
    }
    if (Character.getType(character) == Character.NON_SPACING_MARK) {
      mark(character, end);
      return;
    }
    // Only here letters lose their accents; a voiced kana of half width must keep its mark.
    boolean letter = character < FIRST_UNACCENTED;
    String parts =
        Normalizer.normalize(
            Character.toString(character), letter ? Normalizer.Form.NFKD : Normalizer.Form.NFKC);
    parts.codePoints().forEach(part -> part(part, start, end, terms));
  }

  private void part(int part, int start, int end, Terms terms) {
    if (unspaced(part)) {
      unspaced(fold(part), start, end, terms);
    } else if (part == VOICED || part == HALF_VOICED) {
      mark(part, end);
    } else if (Character.isLetterOrDigit(part)) {
      letter(Character.toLowerCase(part), start, end, terms);
    } else if (Character.getType(part) != Character.NON_SPACING_MARK) {
      separate(false, terms);
    }
  }

  /** A mark belongs to the character before it: it makes か of voiced kana が, else nothing. */
  private void mark(int mark, int end) {
    if (last != 0) {
      lastEnd = end;
    }
    if (last != 0 && (mark == VOICED || mark == HALF_VOICED)) {
      String composed =
          Normalizer.normalize(
              Character.toString(last) + Character.toString(mark), Normalizer.Form.NFC);
      last = composed.codePointAt(0);
    }
  }

  private void letter(int c, int start, int end, Terms terms) {
    endRun(terms);
    if (word.isEmpty()) {
      wordStart = start;
    }
    if (word.length() < LONGEST_WORD) {
      word.appendCodePoint(c);
    }
    wordEnd = end;
  }

  /*
   * A character is told only when the next one is known, because a mark may still change it.
   */
  private void unspaced(int c, int start, int end, Terms terms) {
    endWord(terms);
    int before = last;
    int beforeStart = lastStart;
    if (before != 0) {
      terms.single(before, false, lastStart, lastEnd);
      pendingPair(terms);
    }
    pairFirst = before;
    pairStart = beforeStart;
    last = c;
    lastStart = start;
    lastEnd = end;
    lastPaired = before != 0;
  }

  /** Tells the pair that ends with the last character. */
  private void pendingPair(Terms terms) {
    if (pairFirst != 0) {
      terms.pair(pairFirst, last, pairStart, lastEnd);
    }
  }

  private void endRun(Terms terms) {
    if (last != 0) {
      terms.single(last, !lastPaired, lastStart, lastEnd);
      pendingPair(terms);
      last = 0;
      pairFirst = 0;
      lastPaired = false;
    }
  }

  private void endWord(Terms terms) {
    if (word.isEmpty()) {
      return;
    }
    String plain = word.toString();
    word.setLength(0);
    int apostrophe = plain.indexOf('\'');
    if (apostrophe >= 0) {
      plain = plain.substring(0, apostrophe);
    }
    if (!plain.isEmpty()) {
      stemmer.setCurrent(plain);
      stemmer.stem();
      terms.word(plain, stemmer.getCurrent(), wordStart, wordEnd);
    }
  }
}
