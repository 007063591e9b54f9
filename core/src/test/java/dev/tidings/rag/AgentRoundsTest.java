package dev.tidings.rag;

import static dev.tidings.rag.RagFixture.pipeline;
import static dev.tidings.rag.RagFixture.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.StageModel;
import dev.tidings.TaskFailure;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A model that is asked in several rounds, as an agent is; and stages of other shares. */
class AgentRoundsTest {
  private static final ChatToolCall SEARCH = new ChatToolCall("c1", "search");

  private final RagFixture fixture = new RagFixture();

  private static ChatModel telling(Consumer<ChatListener> all) {
    return (request, listener, cancellation) -> {
      all.accept(listener);
      return ScriptedModel.STOP;
    };
  }

  private void run(Consumer<ChatListener> all) {
    pipeline(new ScriptedRetriever(1.0), telling(all))
        .expectedAnswerLength(10)
        .build()
        .run(fixture.tracker, query());
  }

  private List<String> generating() {
    return fixture.steps().stream().filter(step -> step.startsWith("generating_llm")).toList();
  }

  private static void round(ChatListener listener) {
    listener.sent();
    listener.toolCall(SEARCH);
    listener.finished("tool_calls");
  }

  private static void answer(ChatListener listener, String text) {
    listener.sent();
    listener.content(text);
    listener.finished("stop");
  }

  @Test
  void onlyTheLastRoundEndsTheAnswer() {
    run(
        listener -> {
          round(listener);
          round(listener);
          answer(listener, "01234");
        });

    assertThat(generating())
        .containsExactly(
            "generating_llm 65 llm.sent",
            "generating_llm 70 llm.sent",
            "generating_llm 72 llm.sent",
            "generating_llm 75 llm.first_content",
            "generating_llm 85 llm.writing",
            "generating_llm 92 llm.finished");
  }

  @Test
  void whatARoundSaysBeforeItAsksForAToolIsPartOfTheAnswer() {
    run(
        listener -> {
          listener.sent();
          listener.content("01234");
          listener.toolCall(SEARCH);
          listener.finished("stop"); // Some endpoints say that even so.
          answer(listener, "56789");
        });

    assertThat(generating())
        .containsExactly(
            "generating_llm 65 llm.sent",
            "generating_llm 75 llm.first_content",
            "generating_llm 85 llm.writing",
            "generating_llm 85 llm.sent",
            "generating_llm 91 llm.writing",
            "generating_llm 92 llm.finished");
    assertThat(fixture.result().response()).isEqualTo("0123456789");
  }

  @Test
  void aToolThatTheEndpointRunsItselfLeavesTheEndToTheReturn() {
    run(
        listener -> {
          listener.sent();
          listener.toolCall(SEARCH);
          listener.content("01234");
          listener.finished("stop");
        });

    assertThat(generating()).endsWith("generating_llm 92 llm.finished").hasSize(4);
  }

  @Test
  void aRoundThatWritesNothingIsNotTheEnd() {
    run(
        listener -> {
          listener.sent();
          listener.finished("stop");
        });

    assertThat(generating()).containsExactly("generating_llm 65 llm.sent");
    assertThat(fixture.failure()).isEqualTo(TaskFailure.of(FailureCode.LLM_UNAVAILABLE));
  }

  @Property(tries = 200)
  void noNumberOfRoundsMakesThePercentFallOrFillsWhatTheAnswerNeeds(
      @ForAll @IntRange(max = 40) int rounds) {
    RagFixture fixture = new RagFixture();
    pipeline(
            new ScriptedRetriever(1.0),
            telling(
                listener -> {
                  IntStream.range(0, rounds).forEach(i -> round(listener));
                  answer(listener, "answer");
                }))
        .build()
        .run(fixture.tracker, query());

    List<Integer> sent =
        fixture.events().stream()
            .filter(Progress.class::isInstance)
            .map(Progress.class::cast)
            .filter(progress -> "llm.sent".equals(progress.message().key()))
            .map(Progress::percent)
            .toList();
    assertThat(sent).hasSize(rounds + 1).isSorted().allMatch(percent -> percent < 75);
  }

  @Test
  void percentsFollowFromTheSharesOfTheHubsStages() {
    RagFixture other =
        new RagFixture(
            StageModel.builder()
                .stage("processing", 0)
                .stage("analyzing_rag", 20)
                .stage("generating_llm", 60)
                .stage("printing", 20)
                .build());

    pipeline(new ScriptedRetriever(1.0), telling(listener -> answer(listener, "01234")))
        .expectedAnswerLength(10)
        .build()
        .run(other.tracker, query());

    assertThat(other.steps())
        .containsExactly(
            "processing 0 rag.started",
            "analyzing_rag 6 rag.resolving",
            "analyzing_rag 10 rag.searching[GuanYu]",
            "analyzing_rag 14 rag.reading[40]",
            "analyzing_rag 16 rag.found[GuanYu]",
            "generating_llm 27 llm.sent",
            "generating_llm 42 llm.first_content",
            "generating_llm 57 llm.writing",
            "generating_llm 68 llm.finished",
            "completed 100 task.completed");
  }
}
