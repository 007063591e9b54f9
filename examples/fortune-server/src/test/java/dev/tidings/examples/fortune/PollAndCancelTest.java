package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Asking how far a task is, and calling it off. */
class PollAndCancelTest {
  private static final String TOKEN = Jwts.of("poller");
  private final FakeModel model = new FakeModel();
  private TestServer server = TestServer.asking(model, "TIDINGS_WORKERS", "1");

  @BeforeEach
  void noRequestYet() {
    assertThat(model.requests()).isZero();
  }

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private JsonNode progress(String task) {
    return checked(server.get(TestServer.STREAMING + "/progress/" + task, TOKEN), task);
  }

  private JsonNode cancel(String task) {
    return checked(server.post(TestServer.STREAMING + "/cancel/" + task, TOKEN), task);
  }

  private static JsonNode checked(Answer answer, String task) {
    JsonNode progress = answer.ok();
    assertThat(Answer.names(progress))
        .containsExactly(
            "task_id",
            "current_status",
            "current_progress",
            "status_message",
            "tracker_active",
            "tracker_info",
            "stream_ticket");
    assertThat(Answer.names(progress.path("tracker_info")))
        .containsExactly("current_stage", "elapsed_time_seconds", "subscribers_count");
    assertThat(progress.path("task_id").asString()).isEqualTo(task);
    assertThat(progress.path("status_message").asString()).isNotBlank();
    assertThat(progress.path("tracker_info").path("elapsed_time_seconds").doubleValue())
        .isGreaterThanOrEqualTo(0);
    return progress;
  }

  private static void assertState(JsonNode progress, String status, int percent, boolean active) {
    assertThat(progress.path("current_status").asString()).isEqualTo(status);
    assertThat(progress.path("current_progress").intValue()).isEqualTo(percent);
    assertThat(progress.path("tracker_active").booleanValue()).isEqualTo(active);
  }

  private JsonNode endOf(String task) {
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      List<Received> events = stream.awaitEnd();
      return events.get(events.size() - 1).json();
    }
  }

  @Test
  void pollTellsTheStateBeforeDuringAndAfterTheWork() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("好");
    String waiting = server.ask(TOKEN);
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      stream.awaitProgress(76);

      assertState(progress(waiting), "queued", 0, true);
      assertState(progress(task), "generating_llm", 76, true);
      assertThat(progress(task).path("status_message").asString()).isEqualTo("生成個人化建議...");
      JsonNode info = progress(task).path("tracker_info");
      assertThat(info.path("current_stage").asString()).isEqualTo("generating_llm");
      assertThat(info.path("subscribers_count").intValue()).isEqualTo(1);

      answer.finish("stop");
      assertThat(stream.awaitEnd()).isNotEmpty();
    }
    assertState(progress(task), "completed", 100, false);
    JsonNode done = progress(task);
    assertThat(done.path("status_message").asString()).isEqualTo("解釋生成完成！");
    assertThat(done.path("tracker_info").path("current_stage").asString()).isEqualTo("completed");
    assertThat(progress(task).path("tracker_info")).isEqualTo(done.path("tracker_info"));
    model.next().answer("好");
  }

  @Test
  void cancelOfAWaitingTaskEndsItWithoutAskingTheModel() {
    server.ask(TOKEN);
    FakeModel.Exchange first = model.next();
    String waiting = server.ask(TOKEN);

    assertState(cancel(waiting), "cancelled", 0, false);

    assertCancelled(endOf(waiting), "queued");
    first.answer("好");
    assertThat(first.seesClientGone()).isTrue();
    assertThat(model.requests()).isEqualTo(1);
  }

  @Test
  void cancelOfARunningTaskClosesTheModelsConnectionAndKeepsWhatWasWritten() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽耳邊");
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      stream.awaitType("enhanced_token");

      assertState(cancel(task), "cancelled", 76, false);

      assertThat(answer.seesClientGone()).isTrue();
      List<Received> events = stream.awaitEnd();
      JsonNode end = events.get(events.size() - 1).json();
      assertCancelled(end, "generating_llm");
      assertThat(end.path("partial_response").asString()).isEqualTo("只聽耳邊");
    }
    assertState(progress(task), "cancelled", 76, false);
  }

  @Test
  void cancelBeforeTheModelsFirstByteClosesItsConnection() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange answer = model.next();
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      // The model may have the prompt a moment before the task says that it was sent.
      stream.awaitProgress(65);
    }

    cancel(task);

    assertThat(answer.seesClientGone()).isTrue();
    assertCancelled(endOf(task), "generating_llm");
    assertThat(model.requests()).isEqualTo(1);
  }

  private static void assertCancelled(JsonNode end, String stage) {
    assertThat(end.path("type").asString()).isEqualTo("enhanced_error");
    assertThat(end.path("code").asString()).isEqualTo("cancelled");
    assertThat(end.path("stage").asString()).isEqualTo(stage);
    assertThat(end.path("error").asString()).isNotBlank();
    assertThat(end.path("retry_allowed")).isEqualTo(end.path("retryable"));
  }

  @Test
  void cancelOfAFinishedTaskChangesNothing() {
    String task = server.ask(TOKEN);
    model.next().answer("好");
    JsonNode before = endOf(task);

    assertState(cancel(task), "completed", 100, false);

    assertThat(endOf(task)).isEqualTo(before);
    assertThat(before.path("type").asString()).isEqualTo("enhanced_complete");
  }

  @Test
  void secondCancelChangesNothing() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange answer = model.next();
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      stream.awaitProgress(65);
    }
    cancel(task);
    JsonNode before = endOf(task);

    assertState(cancel(task), "cancelled", 65, false);

    assertThat(endOf(task)).isEqualTo(before);
    assertThat(answer.seesClientGone()).isTrue();
  }
}
