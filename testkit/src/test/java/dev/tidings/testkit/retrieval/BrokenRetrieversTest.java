package dev.tidings.testkit.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.Passage;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.testkit.Findings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract of retrievers finds. */
class BrokenRetrieversTest {
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(FindsTwice.class, "tellsItsStepsInTheirOrderAndOnceThatItHasFound"),
        Arguments.of(TellsOnAnotherThread.class, "tellsItsStepsOnTheCallersThread"),
        Arguments.of(WorstFirst.class, "theBestPassageComesFirst"),
        Arguments.of(NeverTheSame.class, "theSameQuestionFindsTheSameAgain"),
        Arguments.of(AlwaysFails.class, "whatFitsNothingIsNothingFoundAndNoFailureOfTheIndex"),
        Arguments.of(NeverFails.class, "anIndexThatFailsIsAFailureThatMayPass"),
        Arguments.of(CannotBeCancelled.class, "tellsNothingWhenItIsCancelledBeforehand"),
        Arguments.of(CannotBeCancelled.class, "goesNoFurtherThanTheStepInWhichItIsCancelled"),
        Arguments.of(HidesFaultsOfListeners.class, "letsOutWhatTheListenerThrows"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachIsFound(Class<?> broken, String method) {
    assertThat(Findings.finds(broken, method)).isTrue();
  }

  static class FindsTwice extends WordContract {
    FindsTwice() {
      super(
          retriever ->
              (query, listener, cancellation) -> {
                Retrieval found = retriever.retrieve(query, listener, cancellation);
                listener.found("Words");
                return found;
              });
    }
  }

  static class TellsOnAnotherThread extends WordContract {
    TellsOnAnotherThread() {
      super(
          retriever ->
              (query, listener, cancellation) ->
                  CompletableFuture.supplyAsync(
                          () -> {
                            try {
                              return retriever.retrieve(query, listener, cancellation);
                            } catch (RetrievalException failed) {
                              throw new CompletionException(failed);
                            }
                          })
                      .join());
    }
  }

  static class WorstFirst extends WordContract {
    WorstFirst() {
      super(
          retriever ->
              (query, listener, cancellation) -> {
                Retrieval found = retriever.retrieve(query, listener, cancellation);
                List<Passage> passages = new ArrayList<>(found.passages());
                Collections.reverse(passages);
                return new Retrieval(passages, found.match());
              });
    }
  }

  static class NeverTheSame extends WordContract {
    NeverTheSame() {
      super(
          retriever -> {
            AtomicInteger count = new AtomicInteger();
            return (query, listener, cancellation) -> {
              Retrieval found = retriever.retrieve(query, listener, cancellation);
              String text = "text " + count.incrementAndGet();
              return new Retrieval(
                  List.of(new Passage(text, text, null, Map.of(), Map.of())), found.match());
            };
          });
    }
  }

  static class AlwaysFails extends WordContract {
    AlwaysFails() {
      super(
          retriever ->
              (query, listener, cancellation) -> {
                try {
                  return retriever.retrieve(query, listener, cancellation);
                } catch (RetrievalException nothing) {
                  throw new RetrievalException("it failed", nothing);
                }
              });
    }
  }

  static class NeverFails extends WordContract {
    NeverFails() {
      super(
          retriever ->
              (query, listener, cancellation) -> {
                try {
                  return retriever.retrieve(query, listener, cancellation);
                } catch (RetrievalException failed) {
                  throw RetrievalException.nothingFound("nothing");
                }
              });
    }
  }

  static class CannotBeCancelled extends WordContract {
    CannotBeCancelled() {
      super(
          retriever ->
              (query, listener, cancellation) ->
                  retriever.retrieve(query, listener, Cancellation.none()));
    }
  }

  static class HidesFaultsOfListeners extends WordContract {
    HidesFaultsOfListeners() {
      super(
          retriever ->
              (query, listener, cancellation) -> {
                try {
                  return retriever.retrieve(query, listener, cancellation);
                } catch (IllegalStateException fault) {
                  throw new RetrievalException("it failed", fault);
                }
              });
    }
  }
}
