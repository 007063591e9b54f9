package dev.tidings.rag;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of text that an answer can rest on. It is immutable.
 *
 * @param title what it is called
 * @param text the text itself
 * @param score how well it matched, on the retriever's own scale, or null when it was looked up
 *     exactly
 * @param reference what identifies it, in the order clients see it; each value is text, a number or
 *     a boolean
 * @param facts what else is known of it and helps to write the answer, by name
 */
public record Passage(
    String title,
    String text,
    @Nullable Double score,
    Map<String, Object> reference,
    Map<String, String> facts) {

  /**
   * The constructor takes copies that keep the order.
   *
   * @throws IllegalArgumentException if the score is not finite
   */
  public Passage {
    Objects.requireNonNull(title, "title");
    if (score != null && !Double.isFinite(score)) {
      throw new IllegalArgumentException(
          "score " + score + " of passage '" + title + "' must be finite; leave it out");
    }
    Objects.requireNonNull(text, "text");
    reference = Collections.unmodifiableMap(new LinkedHashMap<>(reference));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
