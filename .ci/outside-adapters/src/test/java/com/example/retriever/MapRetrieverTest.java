package com.example.retriever;

import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retriever;
import dev.tidings.testkit.retrieval.RetrieverContract;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

class MapRetrieverTest extends RetrieverContract {
  private static final Map<String, String> TEXTS =
      new TreeMap<>(
          Map.of(
              "Post", "a letter comes tomorrow",
              "News", "listen, good news comes to your ear",
              "Stars", "bright is the night"));

  private static RagQuery query(String question) {
    return new RagQuery(question, Locale.ENGLISH, Map.of(), RagQuery.Delivery.STREAMED);
  }

  @Override
  protected Retriever retriever() {
    return new MapRetriever(() -> TEXTS);
  }

  @Override
  protected RagQuery fitting() {
    return query("When comes the good news?");
  }

  @Override
  protected RagQuery fittingNothing() {
    return query("zebra");
  }

  @Override
  protected Retriever failing() {
    return new MapRetriever(
        () -> {
          throw new IllegalStateException("away");
        });
  }
}
