package dev.tidings.examples.fortune;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.examples.fortune.SseClient.Received;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How streams end that nobody ended by answering. */
class StreamLifeTest {
  private static final String TOKEN = Jwts.of("patient");
  private final FakeModel model = new FakeModel();

  @AfterEach
  void stop() {
    model.close();
  }

  @Test
  @DisabledIfSystemProperty(
      named = "tidings.apart",
      matches = ".+",
      disabledReason = "a stream of another hub's task may have to leave before it has the end")
  void stoppingTheServerEndsEveryTaskAndEveryStreamInOrder() throws Exception {
    TestServer server = TestServer.asking(model, "TIDINGS_WORKERS", "1");
    List<SseClient> streams = new ArrayList<>();
    String running = server.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽");
    String waiting = server.ask(TOKEN);
    streams.add(server.enhanced(running, TOKEN));
    streams.add(server.enhanced(waiting, TOKEN));
    streams.get(0).awaitType("enhanced_token");
    streams.get(1).awaitType("enhanced_status");

    server.close();

    for (SseClient stream : streams) {
      List<Received> events = stream.awaitEnd();
      JsonNode end = events.get(events.size() - 1).json();
      assertThat(end.path("type").asString()).isEqualTo("enhanced_error");
      assertThat(end.path("code").asString()).isEqualTo("shutdown");
      assertThat(end.path("retryable").booleanValue()).isTrue();
      stream.close();
    }
    assertThat(answer.seesClientGone()).isTrue();
  }

  /** A proxy of old passes requests on like that. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void streamThatEndsWithItsConnectionIsNotCutInOrder(String version) throws Exception {
    try (TestServer server = TestServer.asking(model)) {
      String task = server.ask(TOKEN);
      FakeModel.Exchange unused = model.next().begin();
      String soon =
          Jwts.signed(
              "HS256", Map.of("sub", "patient", "exp", Jwts.secondsFromNow(3)), Jwts.SECRET);
      try (RawClient client =
          new RawClient(
              server.port(),
              "GET " + TestServer.STREAMING + "/sse/" + task + "?token=" + soon + " " + version,
              "Host: localhost",
              "Connection: close")) {
        assertThatThrownBy(client::drain).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void stoppingServerSaysSoUntilItsStreamsAreOver() throws Exception {
    TestServer server = TestServer.asking(model, "TIDINGS_DRAIN_SECONDS", "10");
    try (RawClient stalled = stalled(server)) {
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      Answer health = server.get("/health", null);
      long bound = System.nanoTime() + SECONDS.toNanos(8);
      while (health.status() == 200 && System.nanoTime() < bound) {
        health = server.get("/health", null);
      }

      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().path("status").asString()).isNotEqualTo("up");
      Answer refused =
          server.post(TestServer.STREAMING + "/ask-question", TOKEN, TestServer.question("zh"));
      refused.refusedAs(503, "busy");
      assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
      stalled.hangUp();
      stopped.get(20, SECONDS);
    }
  }

  /** A client whose task has written more than its connection holds, and that reads none of it. */
  private RawClient stalled(TestServer server) throws Exception {
    String task = server.ask(TOKEN);
    RawClient client =
        new RawClient(
            server.port(),
            "GET " + TestServer.STREAMING + "/sse/" + task + " HTTP/1.1",
            "Host: 127.0.0.1",
            "Authorization: Bearer " + TOKEN);
    assertThat(client.status()).contains("200");
    FakeModel.Exchange answer = model.next().begin();
    for (int i = 0; i < 12; i++) {
      answer.word("福".repeat(80_000));
    }
    answer.finish("stop");
    try (SseClient other = server.enhanced(task, TOKEN)) {
      other.awaitType("enhanced_complete");
    }
    return client;
  }

  @Test
  void clientThatReadsNothingIsCutOffAndDelaysNobody() throws Exception {
    try (TestServer server = TestServer.asking(model, "TIDINGS_WRITE_TIMEOUT_SECONDS", "1");
        RawClient stalled = stalled(server)) {
      String cutOff = "reason=\"write_timeout\"} 1\n";
      String metrics = server.get("/metrics", TOKEN).text();
      long bound = System.nanoTime() + SECONDS.toNanos(15);
      while (!metrics.contains(cutOff) && System.nanoTime() < bound) {
        metrics = server.get("/metrics", TOKEN).text();
      }
      assertThat(metrics).contains(cutOff);

      // What the connection held is all there is: the text alone would be three times as much.
      assertThat(drain(stalled)).isLessThan(12 * 80_000 * 3 * 2);
    }
  }

  private static long drain(RawClient client) {
    try {
      return client.drain();
    } catch (java.net.SocketException reset) {
      return 0;
    } catch (java.io.IOException e) {
      throw new AssertionError("the connection is still open", e);
    }
  }

  @Test
  void tokenThatExpiresBreaksTheStreamAndTheTaskGoesOn() {
    String brief =
        Jwts.signed("HS256", Map.of("sub", "patient", "exp", Jwts.secondsFromNow(3)), Jwts.SECRET);
    try (TestServer server = TestServer.asking(model)) {
      String task = server.ask(brief);
      FakeModel.Exchange answer = model.next().begin().word("只聽");
      try (SseClient stream = server.enhanced(task, brief)) {
        List<Received> events = stream.awaitBreak();
        Received last = events.get(events.size() - 1);
        assertThat(events).extracting(Received::type).doesNotContain("enhanced_error");

        String id = String.valueOf(last.id());
        try (SseClient refused = server.enhancedAfter(id, task, brief)) {
          assertThat(refused.status()).isEqualTo(401);
        }
        answer.word("耳邊").finish("stop");
        try (SseClient again = server.enhancedAfter(id, task, TOKEN)) {
          assertThat(again.awaitEnd())
              .last()
              .satisfies(
                  end ->
                      assertThat(end.json().path("result").path("response").asString())
                          .isEqualTo("只聽耳邊"));
        }
      }
    }
  }
}
