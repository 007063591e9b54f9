package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time, and many of them, do not keep others from being served. */
class SlowClientsTest {
  private static final String TOKEN = Jwts.of("slow");
  private static final String HEAD =
      String.join(
          "\r\n",
          "POST " + TestServer.STREAMING + "/ask-question HTTP/1.1",
          "Host: localhost",
          "Authorization: Bearer " + TOKEN,
          "Content-Type: application/json",
          "");

  /** More than the server has threads. */
  private static final int MANY = 260;

  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void hangUp() throws IOException {
    drip.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket send(TestServer server, String text) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(200);
    write(socket, text);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** From now on each connection gets a byte five times a second, so that none is ever idle. */
  private void keepAllDripping() {
    keepAll(socket -> write(socket, "x"));
  }

  /** From now on each connection has a byte read from it five times a second. */
  private void keepAllSipping() {
    keepAll(
        socket -> {
          if (socket.getInputStream().available() > 0) {
            assertThat(socket.getInputStream().read()).isNotNegative();
          }
        });
  }

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Step {
    void take(Socket socket) throws IOException;
  }

  private void keepAll(Step step) {
    var unused = drip.scheduleAtFixedRate(() -> stepAll(step), 0, 200, TimeUnit.MILLISECONDS);
  }

  private void stepAll(Step step) {
    for (Socket socket : sockets) {
      try {
        step.take(socket);
      } catch (IOException cutOff) {
        // It has been told what it is; the others go on.
      }
    }
  }

  /** Sends a byte whenever the server has been silent for a moment; what it says in the end. */
  private static String trickle(Socket socket, Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < end) {
      try {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketTimeoutException silent) {
        write(socket, "x");
      }
    }
    throw new AssertionError("still connected after " + atMost);
  }

  private static void assertServes(TestServer server) {
    try (SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      assertThat(stream.awaitEnd()).isNotEmpty();
    }
  }

  @Test
  void manySlowUploadsLeaveTheServerToOthers() throws Exception {
    try (TestServer server = TestServer.start()) {
      assertServes(server);
      for (int i = 0; i < MANY; i++) {
        send(server, HEAD + "Content-Length: 1000\r\n\r\n{");
      }
      keepAllDripping();

      assertServes(server);
    }
  }

  @Test
  void manyHeadsThatNeverEndLeaveTheServerToOthers() throws Exception {
    try (TestServer server = TestServer.start()) {
      assertServes(server);
      for (int i = 0; i < MANY; i++) {
        send(server, HEAD + "Drip: ");
      }
      keepAllDripping();

      assertServes(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/web/page.css", "/api/v1/poems/search?q=%E5%A4%A9&limit=50"})
  void manyWhoHardlyReadLeaveTheServerToOthers(String path) throws Exception {
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n";
    try (TestServer server = TestServer.start()) {
      assertServes(server);
      for (int i = 0; i < MANY; i++) {
        send(server, request.repeat(20));
      }
      keepAllSipping();

      assertServes(server);
    }
  }

  @Test
  void manyWhoHardlyReadALongAnswerLeaveTheServerToOthers() throws Exception {
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model)) {
      String task = server.ask(TOKEN);
      FakeModel.Exchange answer = model.next().begin();
      for (int i = 0; i < 50; i++) {
        answer.word("籤".repeat(2_000));
      }
      answer.finish("stop");
      try (SseClient stream = server.enhanced(task, TOKEN)) {
        assertThat(stream.awaitEnd()).isNotEmpty();
      }
      String path = TestServer.STREAMING + "/result/" + task;
      for (int i = 0; i < MANY; i++) {
        send(
            server,
            "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n");
      }
      keepAllSipping();

      Answer whole = server.get(path, TOKEN);

      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.json().path("result").path("response").asString()).hasSize(100_000);
    }
  }

  @Test
  void uploadThatTricklesIsRefused() throws Exception {
    try (TestServer server = TestServer.start()) {
      Socket socket = send(server, HEAD + "Content-Length: 1000\r\n\r\n{");

      String answer = trickle(socket, Duration.ofSeconds(10));

      assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid_request", "slowly");
    }
  }

  @Test
  void bodyInCrumbsIsRefused() throws Exception {
    try (TestServer server = TestServer.start()) {
      String crumbs = "1\r\n{\r\n".repeat(40_000);
      RawReply reply =
          RawReply.to(server.port(), HEAD + "Transfer-Encoding: chunked\r\n\r\n" + crumbs);

      assertThat(reply.text()).startsWith("HTTP/1.1 413").contains("too_large");
    }
  }

  @Test
  void headThatTricklesIsCutOff() throws Exception {
    try (TestServer server = TestServer.start("TIDINGS_IDLE_SECONDS", "1")) {
      Socket socket = send(server, HEAD + "Trickle: ");

      assertThat(trickle(socket, Duration.ofSeconds(10))).isEmpty();
    }
  }

  @Test
  void chunkWhoseLengthNeverEndsIsCutOff() throws Exception {
    try (TestServer server = TestServer.start("TIDINGS_IDLE_SECONDS", "1")) {
      Socket socket = send(server, HEAD + "Transfer-Encoding: chunked\r\n\r\n1;extension=");

      assertThat(trickle(socket, Duration.ofSeconds(10))).isEmpty();
    }
  }

  @Test
  void silentStreamIsNotTakenForAnUnusedConnection() throws Exception {
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model, "TIDINGS_IDLE_SECONDS", "1")) {
      String task = server.ask(TOKEN);
      FakeModel.Exchange answer = model.next();
      Socket socket =
          send(
              server,
              "GET %s/sse/%s?token=%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .formatted(TestServer.STREAMING, task, TOKEN));
      socket.setSoTimeout(3_000);
      byte[] read = new byte[64 * 1024];
      StringBuilder seen = new StringBuilder();
      try {
        for (int size = 0; size >= 0; size = socket.getInputStream().read(read)) {
          seen.append(new String(read, 0, size, StandardCharsets.UTF_8));
        }
        throw new AssertionError("the stream was cut: " + seen);
      } catch (SocketTimeoutException silent) {
        assertThat(seen).contains("generating_llm");
      }

      answer.answer("只聽");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("enhanced_complete");
    }
  }
}
