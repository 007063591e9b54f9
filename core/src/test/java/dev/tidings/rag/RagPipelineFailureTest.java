package dev.tidings.rag;

import static dev.tidings.rag.RagFixture.pipeline;
import static dev.tidings.rag.RagFixture.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.FailureCode;
import dev.tidings.Outcome;
import dev.tidings.TaskCancelledException;
import dev.tidings.TaskFailure;
import dev.tidings.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RagPipelineFailureTest {
  private static final TaskFailure INTERNAL = TaskFailure.of(FailureCode.INTERNAL);

  private final RagFixture fixture = new RagFixture();
  private final Retriever retriever = new ScriptedRetriever(1.0);

  private void run(Retriever from, ChatModel model) {
    pipeline(from, model).build().run(fixture.tracker, query());
  }

  /** A model that sends, writes the pieces, and fails. */
  private static ChatModel failing(FailureCode code, @Nullable Duration after, String... pieces) {
    return (request, listener, cancellation) -> {
      listener.sent();
      for (String piece : pieces) {
        listener.content(piece);
      }
      throw new ChatModelException(code, "scripted", after, null);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"llm_unavailable", "llm_rate_limited", "llm_rejected", "llm_truncated"})
  void aFailureOfTheModelEndsTheTaskWithItsCodeAndItsWait(FailureCode code) {
    run(retriever, failing(code, Duration.ofSeconds(3)));

    assertThat(fixture.failure())
        .isEqualTo(TaskFailure.of(code).withRetry(code.retryable(), Duration.ofSeconds(3)));
  }

  @Test
  void anAnswerThatBreaksOffKeepsWhatCame() {
    run(retriever, failing(FailureCode.LLM_TRUNCATED, null, "half ", "an"));

    assertThat(fixture.failure())
        .isEqualTo(TaskFailure.of(FailureCode.LLM_TRUNCATED).withPartialResponse("half an"));
  }

  @Test
  void anAnswerThatIsNotStreamedKeepsWhatCameToo() {
    pipeline(retriever, failing(FailureCode.LLM_TRUNCATED, null, "half ", "an"))
        .build()
        .run(fixture.tracker, query(RagQuery.Delivery.WITH_RESULT));

    assertThat(fixture.texts()).isEmpty();
    assertThat(fixture.failure().partialResponse()).isEqualTo("half an");
  }

  @Test
  void aRetrieverThatFailsIsARetrievalFailure() {
    run(
        (query, listener, cancellation) -> {
          listener.resolving();
          throw new RetrievalException("no such deity", null);
        },
        new ScriptedModel("a"));

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.RETRIEVAL_FAILED));
    assertThat(fixture.steps())
        .containsExactly("processing 5 rag.started", "analyzing_rag 25 rag.resolving");
  }

  @Test
  void aQuestionThatNothingFitsNeedNotBeAskedAgain() {
    run(
        (query, listener, cancellation) -> {
          throw RetrievalException.nothingFound("nothing fits");
        },
        new ScriptedModel("a"));

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.NOTHING_FOUND));
    assertThat(fixture.failure().retryable()).isFalse();
  }

  @Test
  void anyOtherExceptionIsInternal() {
    run(
        (query, listener, cancellation) -> {
          throw new IllegalStateException("a secret detail");
        },
        new ScriptedModel("a"));

    assertThat(fixture.failure()).isEqualTo(INTERNAL);
  }

  @Test
  void anErrorThatTheJvmSurvivesIsInternal() {
    run(
        (query, listener, cancellation) -> {
          throw new AssertionError("from the retriever");
        },
        new ScriptedModel("a"));

    assertThat(fixture.failure()).isEqualTo(INTERNAL);
  }

  @Test
  void anErrorThatTheJvmDoesNotSurviveEndsTheTaskAndIsRethrown() {
    assertThatThrownBy(
            () ->
                run(
                    retriever,
                    (request, listener, cancellation) -> {
                      listener.content("a");
                      throw new OutOfMemoryError("from the model");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(fixture.failure()).isEqualTo(INTERNAL.withPartialResponse("a"));
  }

  @Test
  @SuppressWarnings("NullAway") // A broken port, on purpose.
  void aPortThatReturnsNothingIsInternal() {
    run((query, listener, cancellation) -> null, new ScriptedModel("a"));
    assertThat(fixture.failure()).isEqualTo(INTERNAL);

    RagFixture second = new RagFixture();
    ChatModel model =
        (request, listener, cancellation) -> {
          listener.content("a");
          return null;
        };
    pipeline(retriever, model).build().run(second.tracker, query());
    assertThat(second.failure()).isEqualTo(INTERNAL.withPartialResponse("a"));

    RagFixture third = new RagFixture();
    pipeline(retriever, new ScriptedModel("a"))
        .prompt((query, passages) -> null)
        .build()
        .run(third.tracker, query());
    assertThat(third.failure()).isEqualTo(INTERNAL);
  }

  @Test
  void aModelThatWritesNothingIsUnavailable() {
    run(retriever, new ScriptedModel());

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.LLM_UNAVAILABLE));
  }

  @Test
  void aTaskThatWasCancelledBeforeItsTurnDoesNoWork() {
    ManualExecutor executor = new ManualExecutor();
    ScriptedModel model = new ScriptedModel("a");
    pipeline(retriever, model).executor(executor).build().submit(fixture.tracker, query());
    fixture.tracker.cancel();

    executor.runAll();

    assertThat(fixture.events()).hasSize(2);
    assertThat(model.requests).isEmpty();
    assertThat(fixture.parts.observer().refused()).isZero();
  }

  @Test
  void aTaskThatIsCancelledWhileItRetrievesAsksNoModel() {
    ScriptedModel model = new ScriptedModel("a");

    run(
        (query, listener, cancellation) -> {
          listener.resolving();
          fixture.tracker.cancel();
          return retriever.retrieve(query, listener, cancellation);
        },
        model);

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.CANCELLED));
    assertThat(fixture.steps()).hasSize(2);
    assertThat(model.requests).isEmpty();
  }

  @Test
  void aTaskThatIsCancelledWhileTheModelWritesKeepsWhatCame() {
    run(
        retriever,
        (request, listener, cancellation) -> {
          listener.sent();
          listener.content("half");
          fixture.tracker.cancel();
          listener.content(" late");
          cancellation.check();
          throw new AssertionError("not reached");
        });

    assertThat(fixture.failure())
        .isEqualTo(TaskFailure.of(FailureCode.CANCELLED).withPartialResponse("half"));
    assertThat(fixture.tracker.view().snapshot().outcome()).contains(Outcome.CANCELLED);
  }

  @Test
  void aModelThatIgnoresTheCancellationChangesNothing() {
    run(
        retriever,
        (request, listener, cancellation) -> {
          fixture.tracker.cancel();
          return new ScriptedModel("late").stream(request, listener, cancellation);
        });

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.CANCELLED));
    assertThat(fixture.texts()).isEmpty();
  }

  @Test
  void aPortThatStopsOfItsOwnAccordEndsTheTaskAsCancelled() {
    run(
        (query, listener, cancellation) -> {
          throw new TaskCancelledException();
        },
        new ScriptedModel("a"));

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.CANCELLED));
  }

  @Test
  void anExecutorThatRefusesEndsTheTaskAndTellsTheCaller() {
    ManualExecutor executor = new ManualExecutor();
    executor.refuseNext(1);
    RagPipeline pipeline = pipeline(retriever, new ScriptedModel("a")).executor(executor).build();

    assertThatThrownBy(() -> pipeline.submit(fixture.tracker, query()))
        .isInstanceOf(RejectedExecutionException.class);

    assertThat(fixture.failure()).isEqualTo(INTERNAL);
  }

  @Test
  void anExecutorWithoutAThreadLeftEndsTheTaskToo() {
    RagPipeline pipeline =
        pipeline(retriever, new ScriptedModel("a"))
            .executor(
                work -> {
                  throw new OutOfMemoryError("unable to create native thread");
                })
            .build();

    assertThatThrownBy(() -> pipeline.submit(fixture.tracker, query()))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(fixture.failure()).isEqualTo(INTERNAL);
  }
}
