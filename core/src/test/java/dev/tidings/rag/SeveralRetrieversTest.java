package dev.tidings.rag;

import static dev.tidings.rag.RagFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Retrievers beside each other, and a judge behind them. */
class SeveralRetrieversTest {
  private final RagFixture fixture = new RagFixture();
  private final ScriptedModel model = new ScriptedModel("a");

  private static Passage passage(String id) {
    return new Passage("title of " + id, id, 0.5, Map.of("id", id), Map.of());
  }

  /** Finds these in that collection, telling every step. */
  private static Retriever finding(String collection, String... ids) {
    return (query, listener, cancellation) -> {
      listener.searching(collection);
      listener.matched(ids.length);
      List<Passage> passages = new ArrayList<>();
      for (String id : ids) {
        listener.reading(id);
        passages.add(passage(id));
      }
      listener.found(collection);
      return new Retrieval(passages, null);
    };
  }

  private static Retriever failing(RetrievalException failure) {
    return (query, listener, cancellation) -> {
      throw failure;
    };
  }

  private RagPipeline.Builder pipeline(Retriever... retrievers) {
    return RagPipeline.builder()
        .retrievers(List.of(retrievers))
        .prompt(RagFixture.PROMPT)
        .model(model);
  }

  private List<String> asked() {
    RagContext context = model.requests.get(0).context();
    return context == null ? List.of() : context.passages().stream().map(Passage::text).toList();
  }

  @Test
  void eachHasAnEqualPartOfTheWayAndTheirPassagesAreMerged() {
    pipeline(finding("faq", "a", "b"), finding("manual", "b"))
        .build()
        .run(fixture.tracker, query());

    assertThat(fixture.steps().subList(1, 9))
        .containsExactly(
            "analyzing_rag 30 rag.searching[faq]",
            "analyzing_rag 32 rag.matched[2]",
            "analyzing_rag 35 rag.reading_of[a, 1, 2]",
            "analyzing_rag 36 rag.reading_of[b, 2, 2]",
            "analyzing_rag 37 rag.found[faq]",
            "analyzing_rag 42 rag.searching[manual]",
            "analyzing_rag 45 rag.matched[1]",
            "analyzing_rag 47 rag.reading[b]");
    assertThat(asked()).containsExactly("b", "a");
    assertThat(fixture.result().sources())
        .extracting(source -> source.reference().get("id"))
        .containsExactly("b", "a");
  }

  @Test
  void oneThatFindsNothingIsLeftOut() {
    pipeline(failing(RetrievalException.nothingFound("none")), finding("manual", "b"))
        .build()
        .run(fixture.tracker, query());

    assertThat(asked()).containsExactly("b");
    assertThat(fixture.steps()).contains("analyzing_rag 50 rag.found[manual]");
  }

  @Test
  void whenNoneFindsAnythingNothingIsFound() {
    RetrievalException none = RetrievalException.nothingFound("none");
    pipeline(failing(none), failing(none)).build().run(fixture.tracker, query());

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.NOTHING_FOUND));
    assertThat(model.requests).isEmpty();
  }

  @Test
  void oneThatFailsFailsTheTask() {
    pipeline(finding("faq", "a"), failing(new RetrievalException("the index is closed", null)))
        .build()
        .run(fixture.tracker, query());

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.RETRIEVAL_FAILED));
    assertThat(model.requests).isEmpty();
  }

  @Test
  void whatTheJudgeLeavesIsWhatTheAnswerRestsOn() {
    pipeline(finding("faq", "a", "b", "c"))
        .reranker(
            (query, found, listener, cancellation) -> {
              List<Passage> kept = new ArrayList<>();
              for (Passage passage : found.passages()) {
                kept.add(0, passage);
                listener.reranking(kept.size(), found.passages().size());
              }
              return new Retrieval(kept.subList(0, 2), 0.75);
            })
        .build()
        .run(fixture.tracker, query());

    assertThat(asked()).containsExactly("c", "b");
    assertThat(fixture.result().sources()).hasSize(2);
    assertThat(fixture.steps().subList(6, 11))
        .containsExactly(
            "analyzing_rag 50 rag.found[faq]",
            "analyzing_rag 50 rag.reranking[0, 3]",
            "analyzing_rag 52 rag.reranking[1, 3]",
            "analyzing_rag 55 rag.reranking[2, 3]",
            "analyzing_rag 57 rag.reranking[3, 3]");
  }

  @Test
  void aJudgeThatFindsThatNothingFitsSaysSo() {
    pipeline(finding("faq", "a"))
        .reranker(
            (query, found, listener, cancellation) -> {
              throw RetrievalException.nothingFound("none of them answers it");
            })
        .build()
        .run(fixture.tracker, query());

    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.NOTHING_FOUND));
  }

  @Test
  void aTaskThatIsCancelledBetweenTwoAsksTheSecondNothing() {
    Retriever cancelling =
        (query, listener, cancellation) -> {
          fixture.tracker.cancel();
          return new Retrieval(List.of(passage("a")), null);
        };
    List<String> asked = new ArrayList<>();
    Retriever second =
        (query, listener, cancellation) -> {
          asked.add(query.question());
          return new Retrieval(List.of(passage("b")), null);
        };

    pipeline(cancelling, second).build().run(fixture.tracker, query());

    assertThat(asked).isEmpty();
    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.CANCELLED));
  }
}
