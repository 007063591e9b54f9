package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Confidence;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TokenUsage;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The exact JSON of the terminal events of the enhanced stream. */
class EnhancedEndTest {
  private final ManualStreams streams = ManualStreams.create();

  private static Task question() {
    return Task.create("t")
        .locale(Locale.TRADITIONAL_CHINESE)
        .attribute("deity_id", "guan_yu")
        .attribute("fortune_number", 40)
        .attribute("streaming_enabled", true);
  }

  private void assertLast(Client client, String expected) {
    assertThat(client.lastEvent().json()).isEqualTo(Sent.json(expected));
  }

  @Test
  void successTellsEverythingThatIsKnown() {
    ProgressTracker task = streams.hub().start(question());
    streams.advance(Duration.ofMillis(100));
    task.update(Stage.PROCESSING, 5, Message.text("begins"));
    streams.advance(Duration.ofMillis(20));
    task.update(Stage.ANALYZING_RAG, 25, Message.text("looks"));
    streams.advance(Duration.ofMillis(30));
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    streams.advance(Duration.ofMillis(850));
    Map<String, Object> poem = new LinkedHashMap<>();
    poem.put("deity_id", "guan_yu");
    poem.put("fortune_number", 40);
    task.complete(
        new TaskResult(
            "根據籤詩",
            new Confidence(83, "logprobs"),
            List.of(new Source("第四十籤", 7.25, poem), new Source("b", null, Map.of())),
            "gpt",
            "stop",
            new TokenUsage(7, 5, 12)));

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_complete","task_id":"t","timestamp":"2024-01-15T10:30:01.000Z",
         "result":{"response":"根據籤詩","confidence":83,"confidence_method":"logprobs",
           "processing_time_ms":900,
           "sources":[{"deity_id":"guan_yu","fortune_number":40,"title":"第四十籤","score":7.25},
             {"title":"b"}],
           "model":"gpt","finish_reason":"stop",
           "usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12}},
         "summary":{"total_processing_time":1000,
           "stages_completed":["processing","analyzing_rag","generating_llm","completed"],
           "stage_durations_ms":{"queued":100,"processing":20,"analyzing_rag":30,
             "generating_llm":850}}}
        """);
  }

  @Test
  void successWithoutMeasurementsSaysSo() {
    streams.start().complete(TaskResult.of("yes"));

    assertThat(streams.connect().lastEvent().json().path("result"))
        .isEqualTo(
            Sent.json(
                """
                {"response":"yes","confidence":null,"confidence_method":"none",
                 "processing_time_ms":0,"sources":[],"model":null,"finish_reason":null}
                """));
  }

  @Test
  void failureTellsWhatToDoNext() {
    ProgressTracker task = streams.start();
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    task.token("根");
    task.fail(
        TaskFailure.of(FailureCode.LLM_RATE_LIMITED).withRetry(true, Duration.ofMillis(1_500)));

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_error","task_id":"t","timestamp":"2024-01-15T10:30:00.000Z",
         "error":"The language model is too busy now. Please try again later.",
         "code":"llm_rate_limited","stage":"generating_llm","retryable":true,"retry_allowed":true,
         "retry_after_ms":1500,"partial_response":"根"}
        """);
  }

  @Test
  void aCancelSaysItsReason() {
    streams.start().cancel(Message.text("You asked something else."));

    assertThat(streams.connect().lastEvent().text("error")).isEqualTo("You asked something else.");
    assertThat(streams.connect().lastEvent().text("code")).isEqualTo("cancelled");
  }

  @Test
  void cancellationIsAFailureThatMustNotBeRetried() {
    ProgressTracker task = streams.start();
    task.cancel();

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_error","task_id":"t","timestamp":"2024-01-15T10:30:00.000Z",
         "error":"The task was cancelled.","code":"cancelled","stage":"queued",
         "retryable":false,"retry_allowed":false}
        """);
  }
}
