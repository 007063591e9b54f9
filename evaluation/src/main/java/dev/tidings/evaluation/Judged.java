package dev.tidings.evaluation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text to search for, and what fits it.
 *
 * @param group the row of the table it counts in
 * @param text what is searched for
 * @param deityId whose poems are searched, or null for all
 * @param grades 2 or 1 for each poem that fits
 */
public record Judged(
    String group, String text, @Nullable String deityId, Map<Ranker.PoemRef, Integer> grades) {
  /** Takes a copy of the grades. */
  public Judged {
    grades = Map.copyOf(grades);
  }
}
