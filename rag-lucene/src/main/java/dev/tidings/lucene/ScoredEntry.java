package dev.tidings.lucene;

import java.util.List;
import java.util.Objects;

/**
 * An entry that a search found.
 *
 * @param entry the entry
 * @param score above 0, higher is better; it compares within one search only
 * @param highlights where its title and text have what was asked for, in their order
 */
public record ScoredEntry(Entry entry, double score, List<Highlight> highlights) {
  /** The constructor takes a copy. */
  public ScoredEntry {
    Objects.requireNonNull(entry, "entry");
    highlights = List.copyOf(highlights);
  }
}
