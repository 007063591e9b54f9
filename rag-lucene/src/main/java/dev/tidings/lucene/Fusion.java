package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins what was found by words and what was found by meaning into one order. Each list's scores
 * are brought to 0–1 by its best one, so that a clear winner in one list stays ahead of what is
 * merely good in both; an entry that a list lacks gets nothing from it.
 */
final class Fusion {
  /** How much meaning counts beside words. */
  private static final double MEANING = 0.4;

  private Fusion() {}

  static List<EntrySearcher.Hit> of(List<EntrySearcher.Hit> worded, List<EntrySearcher.Hit> meant) {
    if (meant.isEmpty()) {
      return worded;
    }
    Map<Integer, Double> scores = new HashMap<>();
    double top = worded.isEmpty() ? 1 : worded.get(0).score();
    worded.forEach(hit -> scores.merge(hit.document(), hit.score() / top, Double::sum));
    double best = meant.get(0).score();
    double least = meant.get(meant.size() - 1).score();
    double range = best - least;
    for (EntrySearcher.Hit hit : meant) {
      double score = range == 0 ? 1 : (hit.score() - least) / range;
      scores.merge(hit.document(), MEANING * score, Double::sum);
    }
    List<EntrySearcher.Hit> joined = new ArrayList<>();
    scores.forEach((document, score) -> joined.add(new EntrySearcher.Hit(document, score)));
    joined.sort(
        (a, b) ->
            a.score() == b.score()
                ? Integer.compare(a.document(), b.document())
                : Double.compare(b.score(), a.score()));
    return joined;
  }
}
