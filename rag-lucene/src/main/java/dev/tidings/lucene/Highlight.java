package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A piece of an entry that is also in the question, whatever script it was written in there.
 *
 * @param part {@code title} or {@code text}
 * @param start where it begins, in UTF-16 units
 * @param end where it ends
 */
public record Highlight(String part, int start, int end) {

  /** The pieces of an entry's title and text that have one of the terms; neighbours are one. */
  static List<Highlight> of(Entry entry, Set<String> terms) {
    List<Highlight> highlights = new ArrayList<>();
    TextScanner scanner = new TextScanner();
    scanner.scan(entry.title(), new Marker("title", terms, highlights));
    scanner.scan(entry.text(), new Marker("text", terms, highlights));
    return highlights;
  }

  private record Marker(String part, Set<String> terms, List<Highlight> highlights)
      implements TextScanner.Terms {
    @Override
    public void pair(int first, int second, int start, int end) {
      mark(Character.toString(first) + Character.toString(second), start, end);
    }

    @Override
    public void single(int character, boolean alone, int start, int end) {
      mark(Character.toString(character), start, end);
    }

    @Override
    public void word(String plain, String stem, int start, int end) {
      mark(stem, start, end);
    }

    private void mark(String term, int start, int end) {
      if (!terms.contains(term)) {
        return;
      }
      int newest = highlights.size() - 1;
      if (newest >= 0) {
        Highlight before = highlights.get(newest);
        if (before.part.equals(part) && start <= before.end) {
          highlights.set(
              newest,
              new Highlight(part, Math.min(before.start, start), Math.max(before.end, end)));
          return;
        }
      }
      highlights.add(new Highlight(part, start, end));
    }
  }
}
