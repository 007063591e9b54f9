package dev.tidings.lucene;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Three neighbouring characters of unspaced scripts, as terms. In a large index they tell a line
 * with a slip from the many that only share its words.
 */
final class Triples implements TextScanner.Terms {
  private final Set<String> triples = new LinkedHashSet<>();
  private int first;
  private int end;

  static Set<String> of(TextScanner scanner, String text) {
    Triples triples = new Triples();
    scanner.scan(text, triples);
    return triples.triples;
  }

  @Override
  public void pair(int one, int two, int start, int pairEnd) {
    // The pair before ends within this one only if they are of one run.
    if (start < end) {
      triples.add(Character.toString(first) + Character.toString(one) + Character.toString(two));
    }
    first = one;
    end = pairEnd;
  }

  @Override
  public void single(int character, boolean alone, int start, int singleEnd) {}

  @Override
  public void word(String plain, String stem, int start, int wordEnd) {}
}
