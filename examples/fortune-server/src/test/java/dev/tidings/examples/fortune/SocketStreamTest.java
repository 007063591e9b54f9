package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The enhanced stream over a WebSocket. */
class SocketStreamTest {
  private static final String TOKEN = Jwts.of("reader");

  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model, "TIDINGS_IDLE_SECONDS", "1");

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private static String path(String task) {
    return TestServer.STREAMING + "/ws/" + task;
  }

  private SocketReader read(String task, String query) {
    return SocketReader.of(server, path(task) + query);
  }

  private int closeCode(String path) {
    try (SocketReader reader = SocketReader.of(server, path)) {
      int code = reader.awaitClosed();
      assertThat(reader.messages()).isEmpty();
      return code;
    }
  }

  @Test
  void messagesAreTheStreamsEventsWithTheirIds() {
    String task = server.ask(TOKEN);
    try (SocketReader socket = read(task, "?token=" + TOKEN);
        SseClient stream = server.enhanced(task, TOKEN)) {
      model.next().answer("只聽耳邊消息到\n");
      List<SseClient.Received> events = stream.awaitEnd();

      assertThat(socket.awaitClosed()).isEqualTo(1000);
      assertThat(socket.messages()).hasSameSizeAs(events);
      for (int i = 0; i < events.size(); i++) {
        JsonNode message = socket.messages().get(i);
        assertThat(message.path("id").asString()).isEqualTo(events.get(i).id());
        for (Map.Entry<String, JsonNode> field : events.get(i).json().properties()) {
          assertThat(message.path(field.getKey())).isEqualTo(field.getValue());
        }
      }
    }
  }

  @Test
  void comingBackWithAnIdGoesOnBehindIt() {
    String task = server.ask(TOKEN);
    Exchange answer = model.next().begin();
    answer.word("只聽");
    String last;
    try (SocketReader first = read(task, "?token=" + TOKEN)) {
      last = first.awaitType("enhanced_token").path("id").asString();
    }
    answer.word("耳邊");
    answer.finish("stop");
    try (SocketReader second = read(task, "?token=" + TOKEN + "&last_event_id=" + last)) {
      JsonNode token = second.awaitType("enhanced_token");
      assertThat(token.path("text").asString()).isEqualTo("耳邊");
      assertThat(token.path("offset").asInt()).isEqualTo(2);
      assertThat(second.awaitClosed()).isEqualTo(1000);
      String end = second.awaitType("enhanced_complete").path("id").asString();
      assertThat(closeCode(path(task) + "?token=" + TOKEN + "&last_event_id=" + end))
          .isEqualTo(1000);
    }
  }

  @Test
  void ticketOpensItsTasksSocketOnly() {
    JsonNode asked =
        server.post(TestServer.STREAMING + "/ask-question", TOKEN, TestServer.question("zh")).ok();
    model.next().answer("只聽");
    String ticket = asked.path("stream_ticket").asString();

    try (SocketReader reader = read(asked.path("task_id").asString(), "?ticket=" + ticket)) {
      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(reader.awaitType("enhanced_complete")).isNotNull();
    }
    String other = server.ask(TOKEN);
    model.next().answer("只聽");
    assertThat(closeCode(path(other) + "?ticket=" + ticket)).isEqualTo(4401);
  }

  @Test
  void whoMayNotReadIsToldByTheCode() {
    String task = server.ask(TOKEN);
    model.next().answer("只聽");

    assertThat(closeCode(path(task))).isEqualTo(4401);
    assertThat(closeCode(path(task) + "?token=" + TOKEN + "x")).isEqualTo(4401);
    assertThat(closeCode(path(task) + "?token=" + Jwts.of("somebody else"))).isEqualTo(4403);
    assertThat(closeCode(path("task_none") + "?token=" + TOKEN)).isEqualTo(4404);
    assertThat(closeCode(path("") + "?token=" + TOKEN)).isEqualTo(4404);
  }

  @Test
  void clientCancels() {
    String task = server.ask(TOKEN);
    try (SocketReader reader = read(task, "?token=" + TOKEN)) {
      Exchange answer = model.next().begin();
      answer.word("只聽");
      reader.awaitType("enhanced_token");
      reader.say("{\"type\":\"cancel\"}");

      assertThat(reader.awaitType("enhanced_error").path("code").asString()).isEqualTo("cancelled");
      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(answer.seesClientGone()).isTrue();
    }
  }

  @Test
  void expiredTokenBreaksTheConnection() {
    String shortLived =
        Jwts.signed("HS256", Map.of("sub", "reader", "exp", Jwts.secondsFromNow(2)), Jwts.SECRET);
    String task = server.ask(TOKEN);
    try (SocketReader reader = read(task, "?token=" + shortLived)) {
      Exchange answer = model.next().begin();
      // It outlives the second after which connections without use are closed.
      assertThat(reader.awaitClosed()).isEqualTo(SocketReader.BROKEN);
      assertThat(reader.messages()).isNotEmpty();
      answer.finish("stop");
    }
    assertThat(closeCode(path(task) + "?token=" + shortLived)).isEqualTo(4401);
  }

  @Test
  @DisabledIfSystemProperty(
      named = "tidings.apart",
      matches = ".+",
      disabledReason = "a stream of another hub's task may have to leave before it has the end")
  void stopOfTheServerTellsTheEndFirst() {
    String task = server.ask(TOKEN);
    try (SocketReader reader = read(task, "?token=" + TOKEN)) {
      Exchange unused = model.next().begin();
      reader.awaitType("enhanced_progress");
      server.close();

      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(reader.awaitType("enhanced_error").path("code").asString()).isEqualTo("shutdown");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET,400,invalid_request", "POST,405,method_not_allowed"})
  void whatIsNoHandshakeIsAProblem(String method, int status, String code) {
    Answer answer =
        method.equals("GET")
            ? server.get(path("task_1"), TOKEN)
            : server.post(path("task_1"), TOKEN);

    answer.refusedAs(status, code);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }
}
