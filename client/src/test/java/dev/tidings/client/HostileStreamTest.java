package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.event;
import static dev.tidings.client.Wire.queued;
import static dev.tidings.client.Wire.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that mean no good cost a bounded amount of memory and no storm of requests. */
class HostileStreamTest {
  /** Far more than the limits, far less than would be felt. */
  private static final int FLOOD = 50_000_000;

  private static TaskAccessException failure(FaultServer server) throws Exception {
    try (SseProgressClient client =
            client(server).maxEventBytes(100_000).maxTextLength(100_000).build();
        TaskEvents events = client.follow(TASK)) {
      return catchThrowableOfType(
          TaskAccessException.class, () -> events.forEachRemaining(event -> {}));
    }
  }

  private static void flood(Connection connection, String piece) throws IOException {
    String block = piece.repeat(64 * 1024 / piece.length());
    for (int sent = 0; sent < FLOOD; sent += block.length()) {
      connection.write(block);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "data: x\n", "data: {\"type\":\"", ": x"})
  void eventWithoutAnEndIsCutOffAtTheLimit(String piece) throws Exception {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(HEAD);
              flood(connection, piece);
            })) {
      assertThat(failure(server).reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void answerWithoutAnEndIsCutOffAtTheLimit() throws Exception {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(HEAD + queued());
              for (int i = 0; i < FLOOD / 1000; i++) {
                connection.write(token(i + 2, i * 1000, "x".repeat(1000)));
              }
            })) {
      assertThat(failure(server)).hasMessageContaining("maxTextLength");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[1]",
        "{\"type\":\"enhanced_token\",\"text\":\"x\",\"offset\":",
        "{\"type\":\"enhanced_token\",\"text\":\"x\",\"offset\":\"0\"}",
        "{\"type\":\"enhanced_token\",\"text\":\"x\",\"offset\":1e300}",
        "{\"type\":\"enhanced_token\",\"text\":\"x\",\"offset\":99999999999}",
        "{\"type\":\"enhanced_token\",\"text\":\"x\",\"offset\":123456789012345678901234567890}",
        "{\"type\":\"enhanced_token\",\"offset\":0}",
        "{\"type\":\"enhanced_progress\",\"stage\":7}",
        "{\"type\":\"enhanced_status\",\"status\":\"queued\",\"timestamp\":\"yesterday\"}",
        "{\"type\":\"enhanced_status\",\"status\":\"queued\",\"task_info\":[]}",
        "{\"type\":\"enhanced_complete\"}",
        "{\"type\":\"enhanced_complete\",\"result\":{\"response\":\"x\",\"sources\":[1]}}",
        "{} {}"
      })
  void eventOfAnotherFormBreaksTheProtocolAndIsNotTriedAgain(String json) throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + event("a-1", json)))) {
      assertThat(failure(server).reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void negativeOffsetIsNoPlaceInAnAnswer() throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + token(1, -5, "xxxxxxx")))) {
      assertThat(failure(server).reason()).isEqualTo(Reason.PROTOCOL);
    }
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    String deep = "{\"type\":\"x\",\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + event("a-1", deep)))) {
      assertThat(failure(server).reason()).isEqualTo(Reason.PROTOCOL);
    }
  }

  @Test
  void pageInPlaceOfAStreamIsRefused() throws Exception {
    String page = Wire.answer(200, "text/html", "", "<html>Please log in</html>");
    try (FaultServer server = FaultServer.start(Wire.says(page))) {
      assertThat(failure(server)).hasMessageContaining("'text/html'");
    }
  }

  @Test
  void refusalOfAnyLengthIsOneSentence() throws Exception {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 403 No\r\nConnection: close\r\n\r\n");
              flood(connection, "{\"detail\":\"xxxxxxxx\"}");
            })) {
      assertThat(failure(server)).hasMessage("the server answered 403");
    }
  }

  @Test
  void holesWithoutEndAreGivenUp() throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + queued() + token(2, 7, "x")))) {
      assertThat(failure(server).reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
