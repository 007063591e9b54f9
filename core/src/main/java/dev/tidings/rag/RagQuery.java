package dev.tidings.rag;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What somebody asks. Immutable.
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
    /** Piece by piece, as the model writes. */
    STREAMED,
    /** Only with the result. */
    WITH_RESULT
  }

  /** Takes a copy of the filters. */
  public RagQuery {
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(delivery, "delivery");
    filters = Map.copyOf(filters);
  }
}
