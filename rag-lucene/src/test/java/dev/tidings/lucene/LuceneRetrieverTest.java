package dev.tidings.lucene;

import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retriever;
import dev.tidings.testkit.retrieval.RetrieverContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The index of any texts as a retriever, asked in words. */
class LuceneRetrieverTest extends RetrieverContract {
  private LuceneIndex index;

  @BeforeEach
  void open() throws IOException {
    index = LuceneIndex.inMemory(Faq.source());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Override
  protected Retriever retriever() {
    return index;
  }

  @Override
  protected RagQuery fitting() {
    return Queries.with("refund, invoice and password", Map.of());
  }

  @Override
  protected RagQuery fittingNothing() {
    return Queries.with("zebra", Map.of("collection", "shop"));
  }

  @Override
  protected Retriever failing() {
    index.close();
    return index;
  }
}
