package dev.tidings.rag;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What somebody asks. It is immutable.
 *
 * @param question the question, as it was asked
 * @param locale the language to answer in
 * @param filters what narrows the retrieval, by names the {@link Retriever} documents
 * @param delivery whether the answer is shown while it is written
 */
public record RagQuery(
    String question, Locale locale, Map<String, Object> filters, Delivery delivery) {

  /** When the text of the answer is shown. */
  public enum Delivery {
    /** The answer is told piece by piece, as the model writes. */
    STREAMED,
    /** The answer is told with the result only. */
    WITH_RESULT
  }

  /** The constructor takes a copy of the filters. */
  public RagQuery {
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(delivery, "delivery");
    filters = Map.copyOf(filters);
  }
}
