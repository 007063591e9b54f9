package dev.tidings.testkit.retrieval;

import static dev.tidings.FailureCode.NOTHING_FOUND;
import static dev.tidings.FailureCode.RETRIEVAL_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.Cancellation;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.Retriever;
import dev.tidings.testkit.chat.ManualCancellation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Retriever} promises: its steps in their order and each when it happens, the
 * best passage first, failures by their kind, and a stop at the next step once it is cancelled. A
 * test of an implementation extends this and gives one that is filled, with what to ask it, on the
 * test's thread; what it throws fails the test.
 */
@Timeout(60)
public abstract class RetrieverContract {
  /** The names of the steps in the order that they are told in. */
  private static final List<String> ORDER =
      List.of("resolving", "searching", "matched", "reading", "found", "reranking");

  private static final int CALLERS = 8;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final ManualCancellation cancellation = new ManualCancellation();
  private final RecordingRetrievalListener listener = new RecordingRetrievalListener();

  /** The constructor is for the test that extends this. */
  protected RetrieverContract() {}

  /** A retriever with something in it; the contract does not close it. */
  protected abstract Retriever retriever() throws Exception;

  /** A question that it finds something for: the most that it can find at once, if that differs. */
  protected abstract RagQuery fitting();

  /** A question that it finds nothing for. */
  protected abstract RagQuery fittingNothing();

  /** A retriever that cannot look anything up: its index is closed, broken or away. */
  protected abstract Retriever failing() throws Exception;

  @AfterEach
  final void stopCallers() {
    callers.shutdownNow();
  }

  private static String name(String step) {
    return step.split(" ", 2)[0];
  }

  private RetrievalException failure(Retriever retriever, RagQuery query) {
    RetrievalException failure =
        catchThrowableOfType(
            RetrievalException.class, () -> retriever.retrieve(query, listener, cancellation));
    assertThat(failure).as("the retriever fails").isNotNull();
    assertThat(failure.getMessage()).as("what is told to operators").isNotBlank();
    assertThat(listener.steps()).noneMatch(step -> name(step).equals("found"));
    return failure;
  }

  /** The steps of an undisturbed retrieval. */
  private List<String> undisturbed() throws Exception {
    RecordingRetrievalListener own = new RecordingRetrievalListener();
    retriever().retrieve(fitting(), own, Cancellation.none());
    return own.steps();
  }

  @Test
  void tellsItsStepsInTheirOrderAndOnceThatItHasFound() throws Exception {
    List<String> steps = undisturbed();

    assertThat(steps).extracting(step -> ORDER.indexOf(name(step))).isSorted();
    assertThat(steps).filteredOn(step -> name(step).equals("found")).hasSize(1);
  }

  @Test
  void tellsItsStepsOnTheCallersThread() throws Exception {
    List<Thread> threads = new ArrayList<>();
    RecordingRetrievalListener noting =
        new RecordingRetrievalListener().onStep(step -> threads.add(Thread.currentThread()));

    retriever().retrieve(fitting(), noting, cancellation);

    assertThat(threads).isNotEmpty().containsOnly(Thread.currentThread());
  }

  @Test
  void theBestPassageComesFirst() throws Exception {
    Retrieval retrieval = retriever().retrieve(fitting(), listener, cancellation);

    List<Double> scores =
        retrieval.passages().stream().map(Passage::score).filter(Objects::nonNull).toList();
    assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(retrieval.passages()).noneMatch(passage -> passage.text().isBlank());
  }

  @Test
  void theSameQuestionFindsTheSameAgain() throws Exception {
    Retriever retriever = retriever();
    Retrieval first = retriever.retrieve(fitting(), listener, cancellation);

    assertThat(retriever.retrieve(fitting(), listener, cancellation)).isEqualTo(first);
  }

  @Test
  void whatFitsNothingIsNothingFoundAndNoFailureOfTheIndex() throws Exception {
    assertThat(failure(retriever(), fittingNothing()).code()).isEqualTo(NOTHING_FOUND);
  }

  @Test
  void anIndexThatFailsIsAFailureThatMayPass() throws Exception {
    assertThat(failure(failing(), fitting()).code()).isEqualTo(RETRIEVAL_FAILED);
  }

  @Test
  void tellsNothingWhenItIsCancelledBeforehand() throws Exception {
    Retriever retriever = retriever();
    cancellation.request();

    assertThatThrownBy(() -> retriever.retrieve(fitting(), listener, cancellation))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(listener.steps()).isEmpty();
    assertThat(cancellation.registrations()).isZero();
  }

  @Test
  void goesNoFurtherThanTheStepInWhichItIsCancelled() throws Exception {
    List<String> steps = undisturbed();
    for (int last = 0; last < steps.size(); last++) {
      ManualCancellation cancelled = new ManualCancellation();
      AtomicInteger left = new AtomicInteger(last);
      RecordingRetrievalListener cancelling =
          new RecordingRetrievalListener()
              .onStep(
                  step -> {
                    if (left.getAndDecrement() == 0) {
                      cancelled.request();
                    }
                  });

      assertThatThrownBy(() -> retriever().retrieve(fitting(), cancelling, cancelled))
          .as("cancelled at %s", steps.get(last))
          .isInstanceOf(TaskCancelledException.class);
      assertThat(cancelling.steps()).isEqualTo(steps.subList(0, last + 1));
      assertThat(cancelled.registrations()).isZero();
    }
  }

  @Test
  void letsOutWhatTheListenerThrows() throws Exception {
    Retriever retriever = retriever();
    IllegalStateException fault = new IllegalStateException("the listener's own");
    RecordingRetrievalListener throwing =
        new RecordingRetrievalListener()
            .onStep(
                step -> {
                  throw fault;
                });

    assertThatThrownBy(() -> retriever.retrieve(fitting(), throwing, cancellation)).isSameAs(fault);
  }

  @Test
  void keepsRetrievalsOfSeveralCallersApart() throws Exception {
    Retriever retriever = retriever();
    Retrieval alone = retriever.retrieve(fitting(), listener, cancellation);
    List<Future<List<String>>> retrievals = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      retrievals.add(
          callers.submit(
              () -> {
                RecordingRetrievalListener own = new RecordingRetrievalListener();
                assertThat(retriever.retrieve(fitting(), own, Cancellation.none()))
                    .isEqualTo(alone);
                return own.steps();
              }));
    }

    for (Future<List<String>> steps : retrievals) {
      assertThat(steps.get(20, TimeUnit.SECONDS)).isEqualTo(listener.steps());
    }
  }
}
