package dev.tidings.lucene;

import java.util.Objects;

/**
 * A poem that a search found.
 *
 * @param poem the poem
 * @param score how well it matched: above 0, higher is better; BM25, so it compares within one
 *     search only
 */
public record ScoredPoem(Poem poem, double score) {
  /** The constructor checks that there is a poem. */
  public ScoredPoem {
    Objects.requireNonNull(poem, "poem");
  }
}
