package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The result of a task, for who does not stream. */
class ResultTest {
  private static final String TOKEN = Jwts.of("patient");
  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model);

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private Answer result(String task) {
    return server.get(TestServer.STREAMING + "/result/" + task, TOKEN);
  }

  private JsonNode endOf(String task) {
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      List<SseClient.Received> events = stream.awaitEnd();
      return events.get(events.size() - 1).json();
    }
  }

  @Test
  void isTheProgressUntilTheTaskHasEndedAndThenItsEnd() {
    String task = server.ask(TOKEN);
    Exchange answer = model.next().begin();
    Answer before = result(task);

    assertThat(before.status()).isEqualTo(202);
    assertThat(Answer.names(before.json()))
        .isEqualTo(
            Answer.names(server.get(TestServer.STREAMING + "/progress/" + task, TOKEN).ok()));
    answer.word("只聽\u0000\u2028😀").finish("stop");
    JsonNode end = endOf(task);
    assertThat(result(task).ok()).isEqualTo(end);
    assertThat(end.path("type").asString()).isEqualTo("enhanced_complete");
    assertThat(result(task).header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void isTheFailureOfATaskThatFailed() {
    String task = server.ask(TOKEN);
    model.next().begin().word("只聽").kill();
    JsonNode end = endOf(task);

    assertThat(result(task).ok()).isEqualTo(end);
    assertThat(end.path("partial_response").asString()).isEqualTo("只聽");
  }

  @Test
  void isForItsOwnerOnly() {
    String task = server.ask(TOKEN);
    String path = TestServer.STREAMING + "/result/" + task;

    server.get(path, Jwts.of("another")).refusedAs(403, "forbidden");
    server.get(path, null).refusedAs(401, "unauthorized");
    server.post(path, TOKEN).refusedAs(405, "method_not_allowed");
    result("task_unknown").refusedAs(404, "unknown_task");
  }
}
