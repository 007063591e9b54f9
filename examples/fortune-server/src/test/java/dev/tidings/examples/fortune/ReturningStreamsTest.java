package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A busy or stopping server tells a client that comes back to come again, and never refuses it. */
class ReturningStreamsTest {
  private static final String TOKEN = Jwts.of("returning");
  private static final int STREAMS_PER_USER = 100;

  private final FakeModel model = new FakeModel();
  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    model.close();
  }

  private RawClient connect(TestServer server, String task, String query, String line)
      throws IOException {
    RawClient client =
        new RawClient(
            server.port(),
            "GET " + TestServer.STREAMING + "/sse/" + task + query + " HTTP/1.1",
            "Host: localhost",
            "Authorization: Bearer " + TOKEN,
            line);
    clients.add(client);
    return client;
  }

  /** Everything that a client gets to read, and whether the body was ended in order. */
  private static String exchange(TestServer server, String target, String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String request =
          String.join(
              "\r\n",
              "GET " + target + " HTTP/1.1",
              "Host: localhost",
              "Authorization: Bearer " + TOKEN,
              line,
              "",
              "");
      socket.getOutputStream().write(request.getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void assertToldToComeAgain(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: text/event-stream;charset=utf-8")
        .contains("Cache-Control: no-cache, no-transform")
        .contains("retry: 5000\n\n")
        .doesNotContain("Retry-After", "\r\n0\r\n", "busy", "too_many");
  }

  @Test
  void whoComesBackToOneStreamTooManyIsToldToComeAgain() throws Exception {
    try (TestServer server = TestServer.asking(model)) {
      String task = server.ask(TOKEN);
      model.next().begin().word("只聽");
      for (int i = 0; i < STREAMS_PER_USER; i++) {
        assertThat(connect(server, task, "", "X: y").status()).contains("200");
      }
      String target = TestServer.STREAMING + "/sse/" + task;

      assertThat(connect(server, task, "", "X: y").status()).contains("429");
      assertToldToComeAgain(exchange(server, target, "Last-Event-ID: x-1"));
      assertToldToComeAgain(exchange(server, target + "?a=b&last_event_id=x-1", "X: y"));
      assertToldToComeAgain(
          exchange(server, TestServer.ASYNC + "/sse/" + task, "Last-Event-ID: x-1"));
      assertThat(exchange(server, target + "?last_event_id=", "Connection: close"))
          .startsWith("HTTP/1.1 429");
      assertThat(exchange(server, target, "Last-Event-ID: \r\nConnection: close"))
          .startsWith("HTTP/1.1 429");
    }
  }

  @Test
  void whoComesBackWhileTheServerStopsIsToldToComeAgain() throws Exception {
    TestServer server = TestServer.asking(model, "TIDINGS_DRAIN_SECONDS", "10");
    String task = server.ask(TOKEN);
    RawClient stalled = connect(server, task, "", "X: y");
    assertThat(stalled.status()).contains("200");
    FakeModel.Exchange answer = model.next().begin();
    for (int i = 0; i < 12; i++) {
      answer.word("福".repeat(80_000));
    }
    answer.finish("stop");
    try (SseClient other = server.enhanced(task, TOKEN)) {
      other.awaitType("enhanced_complete");
    }

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
    String target = TestServer.STREAMING + "/sse/" + task;
    String first = exchange(server, target, "Connection: close");
    for (long end = System.nanoTime() + SECONDS.toNanos(8);
        first.startsWith("HTTP/1.1 200") && System.nanoTime() < end; ) {
      first = exchange(server, target, "Connection: close");
    }

    assertThat(first).startsWith("HTTP/1.1 503");
    assertToldToComeAgain(exchange(server, target, "Last-Event-ID: x-1"));
    stalled.hangUp();
    stopped.get(20, SECONDS);
  }
}
