package dev.tidings.rag;

import static dev.tidings.rag.RagFixture.pipeline;
import static dev.tidings.rag.RagFixture.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tidings.Confidence;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.ProgressTracker;
import dev.tidings.Source;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.TokenUsage;
import dev.tidings.testing.ManualHub;
import dev.tidings.testkit.time.ManualExecutor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RagPipelineTest {
  private final RagFixture fixture = new RagFixture();
  private final ScriptedRetriever retriever = new ScriptedRetriever(1.0);

  @Test
  void everyStepIsReportedWhenItHappensInTheOrderOfTheWireContract() {
    ScriptedModel model = new ScriptedModel("0123456789".repeat(5), "a".repeat(50));

    pipeline(retriever, model).expectedAnswerLength(100).build().run(fixture.tracker, query());

    assertThat(fixture.steps())
        .containsExactly(
            "processing 5 rag.started",
            "analyzing_rag 25 rag.resolving",
            "analyzing_rag 35 rag.searching[GuanYu]",
            "analyzing_rag 45 rag.reading[40]",
            "analyzing_rag 50 rag.found[GuanYu]",
            "generating_llm 65 llm.sent",
            "generating_llm 75 llm.first_content",
            "generating_llm 85 llm.writing",
            "generating_llm 91 llm.writing",
            "generating_llm 92 llm.finished",
            "completed 100 task.completed");
  }

  @Test
  void theTextsJoinedAreTheResponse() {
    ScriptedModel model = new ScriptedModel(" 根據", "\uD83D", "\uDC09\r\n", "\u2028籤詩 ");

    pipeline(retriever, model).build().run(fixture.tracker, query());

    String response = " 根據\uD83D\uDC09\r\n\u2028籤詩 ";
    assertThat(String.join("", fixture.texts().stream().map(Text::text).toList()))
        .isEqualTo(response);
    assertThat(fixture.result())
        .isEqualTo(
            new TaskResult(
                response,
                new Confidence(80, "retrieval_match_token_probability"),
                List.of(new Source("第 40 籤", null, Map.of("deity_id", "guan_yu"))),
                "scripted-1",
                "stop",
                new TokenUsage(10, 20, 30)));
  }

  @Test
  void theModelGetsThePromptTheQueryAndThePassages() {
    ScriptedModel model = new ScriptedModel("a");

    pipeline(retriever, model).build().run(fixture.tracker, query());

    assertThat(model.requests)
        .containsExactly(
            ChatRequest.of(
                    new ChatMessage(ChatMessage.Role.SYSTEM, "只聽耳邊消息到"),
                    new ChatMessage(ChatMessage.Role.USER, "會有消息嗎？"))
                .withContext(new RagContext(query(), List.of(ScriptedRetriever.POEM))));
  }

  @Test
  void anAnswerThatIsShownOnlyWithTheResultSendsNoTextAndTheSameSteps() {
    ScriptedModel model = new ScriptedModel("0123456789".repeat(5), "a".repeat(50));

    pipeline(retriever, model)
        .expectedAnswerLength(100)
        .build()
        .run(fixture.tracker, query(RagQuery.Delivery.WITH_RESULT));

    assertThat(fixture.texts()).isEmpty();
    assertThat(fixture.steps()).hasSize(11);
    assertThat(fixture.result().response()).hasSize(100);
  }

  @Test
  void emptyPiecesAreNoContent() {
    pipeline(retriever, new ScriptedModel("", "", "a", "")).build().run(fixture.tracker, query());

    assertThat(fixture.texts()).extracting(Text::text).containsExactly("a");
    assertThat(fixture.steps()).filteredOn(s -> s.contains("llm.first_content")).hasSize(1);
  }

  @Test
  void thePercentOfTheWritingNeverRepeats() {
    String[] tokens = "x".repeat(1000).split("(?<=.)", -1);

    pipeline(retriever, new ScriptedModel(tokens)).build().run(fixture.tracker, query());

    assertThat(fixture.steps()).filteredOn(s -> s.contains("llm.writing")).hasSize(16);
    assertThat(fixture.steps()).doesNotHaveDuplicates();
  }

  @Test
  void theLengthOfAnswersIsLearnedForEachLanguage() {
    RagPipeline pipeline =
        pipeline(retriever, new ScriptedModel("x".repeat(40))).expectedAnswerLength(4000).build();
    for (int i = 0; i < 3; i++) {
      pipeline.run(fixture.hub.start(Task.create("run-" + i)), query());
    }

    pipeline.run(fixture.tracker, query());
    ProgressTracker japanese = fixture.hub.start(Task.create("ja"));
    RagQuery other = new RagQuery("?", Locale.JAPANESE, Map.of(), RagQuery.Delivery.STREAMED);
    pipeline.run(japanese, other);

    assertThat(fixture.steps()).contains("generating_llm 91 llm.writing");
    assertThat(japanese.view().snapshot().percent()).isEqualTo(100);
    assertThat(ManualHub.eventsOf(japanese).toString())
        .contains("percent=76")
        .doesNotContain("percent=91");
  }

  @Test
  void theWorkRunsOnTheExecutorOfThePipeline() {
    ManualExecutor executor = new ManualExecutor();

    CompletionStage<ProgressEvent> end =
        pipeline(retriever, new ScriptedModel("a"))
            .executor(executor)
            .build()
            .submit(fixture.tracker, query());

    assertThat(fixture.events()).hasSize(1);
    executor.runAll();
    assertThat(fixture.result().response()).isEqualTo("a");
    assertThat(end.toCompletableFuture()).as("completes in a turn of the hub's").isNotDone();
    fixture.parts.executor().runAll();
    assertThat(end.toCompletableFuture()).isCompletedWithValue(fixture.last());
  }

  @Test
  void aBuilderNamesWhatIsMissingOrWrong() {
    assertThatNullPointerException()
        .isThrownBy(() -> RagPipeline.builder().build())
        .withMessageContaining("retriever");
    assertThatNullPointerException()
        .isThrownBy(() -> RagPipeline.builder().retriever(retriever).build())
        .withMessageContaining("prompt");
    assertThatNullPointerException()
        .isThrownBy(
            () -> RagPipeline.builder().retriever(retriever).prompt(RagFixture.PROMPT).build())
        .withMessageContaining("model");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RagPipeline.builder().retrievers(List.of()))
        .withMessageContaining("retrievers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RagPipeline.builder().expectedAnswerLength(0))
        .withMessageContaining("expectedAnswerLength 0");
  }
}
