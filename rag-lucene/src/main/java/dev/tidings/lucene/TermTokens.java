package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** The terms of texts as Lucene takes them into an index: pairs, single characters and stems. */
final class TermTokens extends TokenStream {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final List<String> terms = new ArrayList<>();
  private int next;

  /** The terms of texts, one text after the other. */
  TermTokens(TextScanner scanner, Iterable<String> texts) {
    Collector collector = new Collector(terms);
    for (String text : texts) {
      scanner.scan(text, collector);
    }
  }

  boolean isEmpty() {
    return terms.isEmpty();
  }

  @Override
  public void reset() {
    next = 0;
  }

  @Override
  public boolean incrementToken() {
    if (next == terms.size()) {
      return false;
    }
    clearAttributes();
    term.append(terms.get(next++));
    return true;
  }

  private record Collector(List<String> terms) implements TextScanner.Terms {
    @Override
    public void pair(int first, int second, int start, int end) {
      terms.add(Character.toString(first) + Character.toString(second));
    }

    @Override
    public void single(int character, boolean alone, int start, int end) {
      terms.add(Character.toString(character));
    }

    @Override
    public void word(String plain, String stem, int start, int end) {
      terms.add(stem);
    }
  }
}
