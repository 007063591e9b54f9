package dev.tidings.rag;

import static dev.tidings.rag.RagFixture.pipeline;
import static dev.tidings.rag.RagFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.MessageBundles;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a question tells beside its progress and its answer. */
class ToldFactsTest {
  private static final ChatAttempt SECOND =
      new ChatAttempt(2, 3, Duration.ofMillis(3950), FailureCode.LLM_RATE_LIMITED, "host said 429");

  private final RagFixture fixture = new RagFixture();

  private void run(Consumer<ChatListener> model) {
    pipeline(
            new ScriptedRetriever(1.0),
            (request, listener, cancellation) -> {
              model.accept(listener);
              listener.content("a");
              listener.finished("stop");
              return ScriptedModel.STOP;
            })
        .build()
        .run(fixture.tracker, query());
  }

  private List<Data> data(String name) {
    return fixture.events().stream()
        .filter(Data.class::isInstance)
        .map(Data.class::cast)
        .filter(data -> data.fact().name().equals(name))
        .toList();
  }

  private List<Map<String, Object>> values(String name) {
    return data(name).stream().map(data -> data.fact().values()).toList();
  }

  private static Passage passage(String id, String title, @Nullable Double score) {
    return new Passage(title, id, score, Map.of("id", id), Map.of());
  }

  @SafeVarargs
  private void retrieve(List<Passage>... found) {
    List<Retriever> retrievers = new ArrayList<>();
    for (List<Passage> passages : found) {
      retrievers.add((query, listener, cancellation) -> new Retrieval(passages, null));
    }
    RagPipeline.builder()
        .retrievers(retrievers)
        .prompt(RagFixture.PROMPT)
        .model(new ScriptedModel("a"))
        .build()
        .run(fixture.tracker, query());
  }

  @Test
  void theSourcesAreToldWhenTheyAreFoundAndBeforeTheModelIsAsked() {
    run(ChatListener::sent);

    assertThat(values("sources"))
        .containsExactly(
            Map.of("sources", List.of(Map.of("deity_id", "guan_yu", "title", "第 40 籤"))));
    Data told = data("sources").get(0);
    assertThat(fixture.events().get((int) told.sequence() - 2).toString()).contains("rag.found");
    assertThat(fixture.events().get((int) told.sequence()).toString()).contains("llm.sent");
  }

  @Test
  void eachRetrieverAddsToThemUntilTheOrderStands() {
    Passage a = passage("a", "A", 1.5);
    Passage b = passage("b", "B", null);

    retrieve(List.of(a), List.of(b), List.of(b));

    Map<String, Object> first = Map.of("id", "a", "title", "A", "score", 1.5);
    Map<String, Object> second = Map.of("id", "b", "title", "B");
    assertThat(values("sources"))
        .containsExactly(
            Map.of("sources", List.of(first)),
            Map.of("sources", List.of(first, second)),
            Map.of("sources", List.of(second, first)));
  }

  @Test
  void ofVeryManySourcesTheFirstAreTold() {
    List<Passage> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(passage("id\n\u0001\"" + i, "籤 \uD83D\uDC09 " + i, 0.1 * i));
    }

    retrieve(many);

    List<?> told = (List<?>) values("sources").get(0).get("sources");
    assertThat(told).hasSizeBetween(100, 300);
    assertThat(fixture.result().sources()).hasSize(2000);
  }

  @Test
  void aFurtherTryIsToldWithWhatPeopleWaitForAtTheSamePercent() {
    run(
        listener -> {
          listener.sent();
          listener.attempt(SECOND);
        });

    assertThat(values("attempt"))
        .containsExactly(
            Map.of("attempt", 2, "of", 3, "wait_ms", 3950L, "reason", "llm_rate_limited"));
    assertThat(fixture.steps())
        .containsSubsequence(
            "generating_llm 65 llm.sent",
            "generating_llm 65 llm.attempt[2, 3, 4]",
            "generating_llm 75 llm.first_content");
  }

  @Test
  void aSignOfLifeEndsTheWaitThatPeopleReadOf() {
    run(
        listener -> {
          listener.sent();
          listener.attempt(SECOND);
          listener.reasoning("x");
          listener.reasoning("y");
          listener.toolCall(new ChatToolCall("c1", "almanac"));
        });

    assertThat(fixture.steps())
        .containsSubsequence(
            "generating_llm 65 llm.sent",
            "generating_llm 65 llm.attempt[2, 3, 4]",
            "generating_llm 65 llm.sent",
            "generating_llm 75 llm.first_content");
    assertThat(fixture.steps()).filteredOn(step -> step.endsWith("llm.sent")).hasSize(2);
  }

  @Test
  void aTryThatFailsBeforeThePromptWasSentLeavesTheWorkWhereItIs() {
    run(
        listener -> {
          listener.attempt(SECOND);
          listener.sent();
        });

    assertThat(fixture.steps())
        .containsSubsequence(
            "analyzing_rag 50 rag.found[GuanYu]",
            "analyzing_rag 50 llm.attempt[2, 3, 4]",
            "generating_llm 65 llm.sent");
  }

  @ParameterizedTest
  @CsvSource({
    "4000, 'Waiting for the model, try 2 of 3 in 4 s...'",
    "1, 'Waiting for the model, try 2 of 3 in 0.1 s...'",
    "0, 'Waiting for the model, try 2 of 3 in 0 s...'",
    "2449, 'Waiting for the model, try 2 of 3 in 2.5 s...'",
    "10001, 'Waiting for the model, try 2 of 3 in 11 s...'"
  })
  void peopleReadHowLongTheWaitIs(long millis, String sentence) {
    run(
        listener ->
            listener.attempt(
                new ChatAttempt(
                    2, 3, Duration.ofMillis(millis), FailureCode.LLM_UNAVAILABLE, "down")));

    assertThat(sentences(Locale.ENGLISH)).contains(sentence);
  }

  @Test
  void theyReadItInTheirLanguage() {
    run(listener -> listener.attempt(SECOND));

    assertThat(sentences(Locale.TRADITIONAL_CHINESE)).contains("正在等候語言模型，4 秒後第 2 次嘗試（共 3 次）...");
    assertThat(sentences(Locale.JAPANESE)).contains("言語モデルを待っています。4 秒後に 3 回中 2 回目を試します...");
  }

  private List<String> sentences(Locale locale) {
    return fixture.events().stream()
        .filter(Progress.class::isInstance)
        .map(event -> MessageBundles.standard().render(((Progress) event).message(), locale))
        .toList();
  }

  @Test
  void howMuchTheModelThinksIsToldAndNeverWhat() {
    run(
        listener -> {
          listener.sent();
          for (int i = 0; i < 500; i++) {
            listener.reasoning("x");
          }
        });

    assertThat(values("reasoning"))
        .containsExactly(Map.of("length", 1), Map.of("length", 201), Map.of("length", 401));
    assertThat(fixture.events().toString()).doesNotContain("x".repeat(3));
    assertThat(fixture.result().response()).isEqualTo("a");
  }

  @Test
  void aToolIsToldWhenItIsAskedForAndWhenItHasAnswered() {
    ChatToolCall call = new ChatToolCall("c1", "almanac");
    run(
        listener -> {
          listener.sent();
          listener.toolCall(call);
          listener.toolCall(call.as(ChatToolCall.State.DONE));
          listener.toolCall(new ChatToolCall("", "n\uD83D\uDC09".repeat(1000)));
        });

    assertThat(values("tool_call"))
        .containsExactly(
            Map.of("id", "c1", "name", "almanac", "state", "requested"),
            Map.of("id", "c1", "name", "almanac", "state", "done"),
            Map.of("id", "", "name", "n\uD83D\uDC09".repeat(66) + "n", "state", "requested"));
  }
}
