package dev.tidings.lucene;

import java.util.List;

/**
 * What a search found. It is immutable.
 *
 * @param entries best first; empty if nothing fits
 * @param match how well the best one fits what was asked, 0 to 1: 1 if it was named or quoted word
 *     for word, 0 if nothing fits
 */
public record SearchResult(List<ScoredEntry> entries, double match) {
  /** Nothing. */
  static final SearchResult NOTHING = new SearchResult(List.of(), 0);

  /** The constructor takes a copy. */
  public SearchResult {
    entries = List.copyOf(entries);
  }
}
