package dev.tidings.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way of searching that is measured. */
public interface Ranker {
  /**
   * The poems that fit a text, best first.
   *
   * @param deityId whose poems, or null for all
   * @param limit the most to return
   */
  List<PoemRef> rank(String text, @Nullable String deityId, int limit);

  /** What identifies a poem. */
  record PoemRef(String deityId, int number) {}
}
