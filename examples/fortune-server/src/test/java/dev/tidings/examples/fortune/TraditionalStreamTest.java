package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The stream of the older clients, which know four types and no more. */
class TraditionalStreamTest {
  private static final String TOKEN = Jwts.of("old client");

  @Test
  void hasExactlyTheShapesThatItsClientsKnow() {
    try (TestServer server = TestServer.start()) {
      String task =
          server
              .post(TestServer.ASYNC + "/ask-question", TOKEN, TestServer.question("zh"))
              .ok()
              .path("task_id")
              .asString();
      try (SseClient stream = server.traditional(task, TOKEN)) {
        List<Received> events = stream.awaitEnd();

        assertThat(events.get(0).data())
            .isEqualTo("{\"type\":\"status\",\"status\":\"queued\",\"progress\":0}");
        List<Received> between = events.subList(1, events.size() - 1);
        assertThat(between)
            .allSatisfy(
                event -> {
                  assertThat(event.name()).isNull();
                  assertThat(event.id()).isNotNull();
                  assertThat(Answer.names(event.json()))
                      .containsExactly("type", "status", "progress");
                  assertThat(event.type()).isEqualTo("progress");
                });
        assertThat(between).extracting(e -> e.json().path("progress").intValue()).isSorted();
        Set<String> stages = new LinkedHashSet<>();
        between.forEach(event -> stages.add(event.json().path("status").asString()));
        assertThat(stages).containsExactly("processing", "analyzing_rag", "generating_llm");
        assertCompleteLikeTheEnhancedOne(server, task, events.get(events.size() - 1).json());
      }
    }
  }

  private static void assertCompleteLikeTheEnhancedOne(
      TestServer server, String task, JsonNode last) {
    assertThat(Answer.names(last)).containsExactly("type", "result");
    assertThat(last.path("type").asString()).isEqualTo("complete");
    try (SseClient enhanced = server.enhanced(task, TOKEN)) {
      List<Received> events = enhanced.awaitEnd();
      assertThat(last.path("result"))
          .isEqualTo(events.get(events.size() - 1).json().path("result"));
    }
  }

  @Test
  void failureHasASentenceAndWhetherToTryAgain() {
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model)) {
      String task = server.ask(TOKEN);
      model.next().refuse(400, "");
      try (SseClient stream = server.traditional(task, TOKEN)) {
        List<Received> events = stream.awaitEnd();
        JsonNode error = events.get(events.size() - 1).json();

        assertThat(Answer.names(error)).containsExactly("type", "error", "retry_allowed");
        assertThat(error.path("type").asString()).isEqualTo("error");
        assertThat(error.path("error").asString()).isNotBlank();
        assertThat(error.path("retry_allowed").isBoolean()).isTrue();
      }
    }
  }

  @Test
  void lostPlaceGetsTheStoryFromTheFirstEventInWordsItKnows() {
    try (TestServer server = TestServer.start()) {
      String task = server.ask(TOKEN);
      try (SseClient whole = server.traditional(task, TOKEN)) {
        assertThat(whole.awaitEnd()).isNotEmpty();
      }
      try (SseClient again =
          SseClient.open(
              server.at(TestServer.ASYNC + "/sse/" + task),
              "Authorization",
              "Bearer " + TOKEN,
              "Last-Event-ID",
              "elsewhere-3")) {
        assertThat(again.awaitEnd()).isNotEmpty();
        // Only the last of the events that stand for one of ours has an id.
        List<Received> events = again.all();
        assertThat(events.get(0).json().path("status").asString()).isEqualTo("queued");
        assertThat(events)
            .extracting(Received::type)
            .containsExactly("status", "progress", "progress", "progress", "complete");
      }
    }
  }
}
