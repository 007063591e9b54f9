package dev.tidings.lucene;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a poem says of one matter, such as a lawsuit. It is immutable.
 *
 * @param texts the note by language ({@code zh}, {@code en}, {@code ja}), in their order; may lack
 *     languages
 * @param source the words it rests on: a line of the verse, or of the traditional notes printed
 *     beside it; empty when it is not given
 */
public record TopicNote(Map<String, String> texts, String source) {
  /** The constructor takes a copy that keeps the order. */
  public TopicNote {
    Objects.requireNonNull(source, "source");
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }
}
