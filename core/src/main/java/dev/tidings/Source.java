package dev.tidings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer comes from. It is immutable.
 *
 * @param title what the source is called
 * @param score the retriever's own score of the match, or null when it was looked up exactly
 * @param reference what identifies the source, in the order clients see it; values as in {@link
 *     Task#attributes()}
 */
public record Source(String title, @Nullable Double score, Map<String, Object> reference) {
  /**
   * The constructor takes a copy of the reference.
   *
   * @throws IllegalArgumentException if the score is not finite, or a value is not text, a number
   *     or a boolean
   */
  public Source {
    Objects.requireNonNull(title, "title");
    if (score != null) {
      Attributes.checkValue("score of source '" + title + "'", score);
    }
    reference = Attributes.copyOf(new LinkedHashMap<>(reference));
  }
}
