package dev.tidings.testkit.retrieval;

import java.util.function.UnaryOperator;

/** The contract can be kept. */
class WordRetrieverTest extends WordContract {
  WordRetrieverTest() {
    super(UnaryOperator.identity());
  }
}
