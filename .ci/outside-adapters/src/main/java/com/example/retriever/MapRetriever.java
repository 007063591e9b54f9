package com.example.retriever;

import dev.tidings.Cancellation;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import dev.tidings.rag.Retriever;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Finds texts by the words that they share with a question. */
public final class MapRetriever implements Retriever {
  private final Supplier<Map<String, String>> texts;

  /** A retriever of these texts, by their titles. */
  public MapRetriever(Supplier<Map<String, String>> texts) {
    this.texts = texts;
  }

  private static Set<String> words(String text) {
    return Set.copyOf(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
  }

  @Override
  public Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException {
    cancellation.check();
    listener.searching("texts");
    cancellation.check();
    Map<String, String> all;
    try {
      all = texts.get();
    } catch (RuntimeException broken) {
      throw new RetrievalException("the texts cannot be read", broken);
    }
    Set<String> asked = words(query.question());
    List<Passage> passages = new ArrayList<>();
    for (Map.Entry<String, String> text : all.entrySet()) {
      long shared = words(text.getValue()).stream().filter(asked::contains).count();
      if (shared > 0) {
        listener.reading(text.getKey());
        cancellation.check();
        passages.add(
            new Passage(
                text.getKey(),
                text.getValue(),
                (double) shared / asked.size(),
                Map.of("title", text.getKey()),
                Map.of()));
      }
    }
    if (passages.isEmpty()) {
      throw RetrievalException.nothingFound("no text has a word of the question");
    }
    passages.sort(Comparator.comparing(Passage::score).reversed());
    listener.found("texts");
    cancellation.check();
    return new Retrieval(passages, null);
  }
}
