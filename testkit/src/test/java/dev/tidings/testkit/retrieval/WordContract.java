package dev.tidings.testkit.retrieval;

import dev.tidings.rag.RagQuery;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.Retriever;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The contract of a retriever of words, as it is or broken. */
abstract class WordContract extends RetrieverContract {
  private final UnaryOperator<Retriever> fault;

  WordContract(UnaryOperator<Retriever> fault) {
    this.fault = fault;
  }

  private static RagQuery query(String question) {
    return new RagQuery(question, Locale.ENGLISH, Map.of(), RagQuery.Delivery.STREAMED);
  }

  @Override
  protected final Retriever retriever() {
    return fault.apply(new WordRetriever(List.of("a letter", "no letter today", "nothing")));
  }

  @Override
  protected final RagQuery fitting() {
    return query("letter");
  }

  @Override
  protected final RagQuery fittingNothing() {
    return query("zebra");
  }

  @Override
  protected final Retriever failing() {
    return fault.apply(
        (query, listener, cancellation) -> {
          throw new RetrievalException("away", null);
        });
  }
}
