package dev.tidings.testkit.retrieval;

import dev.tidings.Cancellation;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import dev.tidings.rag.Retriever;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The plainest retriever: finds the texts that have the question in them, the shortest first. */
record WordRetriever(List<String> texts) implements Retriever {
  @Override
  public Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException {
    cancellation.check();
    listener.resolving();
    cancellation.check();
    listener.searching("Words");
    cancellation.check();
    List<Passage> found = new ArrayList<>();
    for (String text : texts) {
      if (text.contains(query.question())) {
        listener.reading(text);
        cancellation.check();
        found.add(new Passage(text, text, 1.0 / text.length(), Map.of("text", text), Map.of()));
      }
    }
    if (found.isEmpty()) {
      throw RetrievalException.nothingFound("no text has it");
    }
    listener.found("Words");
    cancellation.check();
    return new Retrieval(found, null);
  }
}
