package dev.tidings.rag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a retriever found. It is immutable.
 *
 * @param passages best first; never empty (a retriever that finds nothing throws)
 * @param match how surely these are the passages that were asked for, 0 to 1 (1: looked up by their
 *     identity), or null when the retriever has no measure of that
 */
public record Retrieval(List<Passage> passages, @Nullable Double match) {
  /**
   * The constructor takes a copy of the passages.
   *
   * @throws IllegalArgumentException if there is none, or the match is not 0 to 1
   */
  public Retrieval {
    passages = List.copyOf(passages);
    if (passages.isEmpty()) {
      throw new IllegalArgumentException("a retrieval has at least one passage");
    }
    if (match != null && !(match >= 0 && match <= 1)) {
      throw new IllegalArgumentException("match " + match + " must be 0 to 1");
    }
  }
}
