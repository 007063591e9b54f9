package dev.tidings.rag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one order of several retrievers', whose scores have nothing in common: reciprocal rank
 * fusion (Cormack, Clarke and Büttcher, SIGIR 2009). A passage has 1 / (60 + its rank) from each
 * that found it, and whoever has most comes first; of equals, the one that was found first.
 *
 * <p>Two passages are the same if their references are, or, without references, title and text. The
 * one that was found first stays, with its score.
 */
final class RankFusion {
  private static final double DAMPING = 60;

  private RankFusion() {}

  /** A passage, and what its ranks add up to. */
  private static final class Ranked {
    private final Passage passage;
    private double weight;

    Ranked(Passage passage) {
      this.passage = passage;
    }
  }

  /** What several found, at least one; its match is the greatest there is. */
  static Retrieval of(List<Retrieval> found) {
    if (found.size() == 1) {
      return found.get(0);
    }
    Map<Object, Ranked> all = new LinkedHashMap<>();
    for (Retrieval retrieval : found) {
      int rank = 0;
      for (Passage passage : retrieval.passages()) {
        rank++;
        all.computeIfAbsent(identity(passage), same -> new Ranked(passage)).weight +=
            1 / (DAMPING + rank);
      }
    }
    List<Ranked> order = new ArrayList<>(all.values());
    order.sort(Comparator.comparingDouble((Ranked one) -> one.weight).reversed());
    return new Retrieval(order.stream().map(one -> one.passage).toList(), match(found));
  }

  private static Object identity(Passage passage) {
    return passage.reference().isEmpty()
        ? List.of(passage.title(), passage.text())
        : passage.reference();
  }

  private static @Nullable Double match(List<Retrieval> found) {
    return found.stream()
        .map(Retrieval::match)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
