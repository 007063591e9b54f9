package dev.tidings.lucene;

import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retriever;
import dev.tidings.testkit.retrieval.RetrieverContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The index of poems as a retriever, asked for the poem that was drawn. */
class PoemRetrieverTest extends RetrieverContract {
  private PoemIndex index;

  @BeforeEach
  void open() throws IOException {
    index = PoemIndex.inMemory(PoemCorpus.embedded());
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
    return Queries.poem("guan_yu", 40);
  }

  @Override
  protected RagQuery fittingNothing() {
    return Queries.poem("guan_yu", 101);
  }

  @Override
  protected Retriever failing() {
    index.close();
    return index;
  }
}
