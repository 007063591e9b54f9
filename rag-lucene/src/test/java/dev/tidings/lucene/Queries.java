package dev.tidings.lucene;

import dev.tidings.rag.RagQuery;
import dev.tidings.rag.RagQuery.Delivery;
import java.util.Locale;
import java.util.Map;

/** Questions for tests. */
final class Queries {
  private Queries() {}

  static RagQuery poem(String deityId, int number) {
    return of("我的前程如何？", Locale.TRADITIONAL_CHINESE, deityId, number);
  }

  static RagQuery of(String question, Locale locale, String deityId, int number) {
    return new RagQuery(
        question,
        locale,
        Map.of(PoemIndex.DEITY_ID, deityId, PoemIndex.FORTUNE_NUMBER, number),
        Delivery.STREAMED);
  }

  static RagQuery with(String question, Map<String, Object> filters) {
    return new RagQuery(question, Locale.ENGLISH, filters, Delivery.STREAMED);
  }
}
