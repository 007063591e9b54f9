package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes with which a stream begins. */
class StreamHeadersTest {
  private static final String TOKEN = Jwts.of("looker");

  private static RawClient open(TestServer server, String path) throws Exception {
    return new RawClient(
        server.port(),
        "GET " + path + " HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept-Encoding: gzip, deflate, br",
        "Authorization: Bearer " + TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {TestServer.STREAMING, TestServer.ASYNC})
  void headersRetryAndFirstEventLeaveBeforeAnyWork(String api) throws Exception {
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model, "TIDINGS_WORKERS", "1")) {
      server.ask(TOKEN);
      FakeModel.Exchange holdsTheOnlyWorker = model.next();
      String waiting = server.ask(TOKEN);

      try (RawClient client = open(server, api + "/sse/" + waiting)) {
        assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
        Map<String, String> headers = client.headers();
        assertThat(headers)
            .containsEntry("content-type", "text/event-stream;charset=utf-8")
            .containsEntry("cache-control", "no-cache, no-transform")
            .containsEntry("x-accel-buffering", "no")
            .doesNotContainKeys("content-encoding", "content-length", "set-cookie");
        assertThat(client.bodyLine()).matches("retry: [0-9]+");
        String line = client.bodyLine();
        assertThat(line.isEmpty() ? client.bodyLine() : line).matches("id: [A-Za-z0-9]{1,32}-1");
        assertThat(client.bodyLine()).startsWith("data: {\"type\":").contains("\"queued\"");
        assertThat(client.bodyLine()).isEmpty();
      }
      holdsTheOnlyWorker.answer("done");
    }
  }

  @Test
  void headersOfAStreamThatHasEndedAreTheSame() throws Exception {
    try (TestServer server = TestServer.start()) {
      String task = server.ask(TOKEN);
      try (SseClient stream = server.enhanced(task, TOKEN)) {
        assertThat(stream.awaitEnd()).isNotEmpty();
        assertThat(stream.headers().get("Content-Type"))
            .isEqualTo("text/event-stream;charset=utf-8");
      }
      try (RawClient client = open(server, TestServer.STREAMING + "/sse/" + task)) {
        assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(client.headers()).doesNotContainKey("content-encoding");
        assertThat(client.bodyLine()).startsWith("retry: ");
      }
    }
  }

  @Test
  void pingsAreUnnamedUnstoredAndSayHowLongItHasBeenSilent() {
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model, "TIDINGS_PING_SECONDS", "1");
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      SseClient.Received ping = stream.awaitType("enhanced_ping");

      assertThat(Answer.names(ping.json()))
          .containsExactly("type", "timestamp", "connection_alive_seconds", "stage", "silent_ms");
      assertThat(ping.json().path("stage").asString()).isEqualTo("generating_llm");
      assertThat(ping.json().path("silent_ms").longValue()).isPositive();
      model.next().answer("done");
      assertThat(stream.awaitEnd())
          .last()
          .extracting(SseClient.Received::type)
          .isEqualTo("enhanced_complete");
    }
  }
}
