package dev.tidings.lucene;

import java.util.List;

/** Tells what was found from what merely shares a pair of characters with the question. */
final class Floor {
  /** This share of a question is enough. */
  private static final double SHARE = 0.25;

  /** Of a long question, so is this much, in terms that only one document has. */
  private static final double WEIGHT = 0.9;

  private static final int LONG = 12;

  /** A match by the vocabulary alone. */
  private static final double UNDERSTOOD = 0.5;

  private static final double QUOTED = 0.95;

  private Floor() {}

  /** Whether the best of the hits fit. All do when the vocabulary knows what is asked. */
  static boolean passed(List<EntrySearcher.Hit> hits, Coverage coverage, QueryPlan plan) {
    return plan.understood()
        || hits.stream().anyMatch(hit -> fits(coverage.of(hit.document()), plan));
  }

  private static boolean fits(Coverage.Shares shares, QueryPlan plan) {
    return shares.share() >= SHARE
        || (plan.terms().size() >= LONG && shares.weight() >= WEIGHT * plan.greatestWeight());
  }

  /** How well a document fits, 0 to 1. */
  static double match(Coverage.Shares shares, QueryPlan plan) {
    if (shares.quoted()) {
      return QUOTED;
    }
    double share = Math.min(QUOTED, shares.share());
    return plan.understood() ? Math.max(UNDERSTOOD, share) : share;
  }
}
