package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a WebSocket's client sends costs the server more than that client. */
class HostileSocketsTest {
  private static final String TOKEN = Jwts.of("hostile");
  private static final FakeModel MODEL = new FakeModel();
  private static TestServer server;
  private static String task;

  @BeforeAll
  static void start() {
    server = TestServer.asking(MODEL, "TIDINGS_WRITE_TIMEOUT_SECONDS", "1");
    task = server.ask(TOKEN);
    FakeModel.Exchange unused = MODEL.next().begin();
  }

  @AfterAll
  static void stop() {
    server.close();
    MODEL.close();
  }

  /** After each of them the server does what it did before, and has no stream left. */
  @AfterEach
  void everybodyElseIsServed() {
    awaitStreams(0);
    try (SocketReader reader =
        SocketReader.of(server, TestServer.STREAMING + "/ws/" + task + "?token=" + TOKEN)) {
      assertThat(reader.awaitType("enhanced_status")).isNotNull();
    }
    awaitStreams(0);
  }

  private static void awaitStreams(int number) {
    String line = "\ntidings_sse_sessions " + number;
    long bound = System.nanoTime() + 20_000_000_000L;
    String metrics = server.get("/metrics", TOKEN).text();
    while (!metrics.contains(line) && System.nanoTime() < bound) {
      metrics = server.get("/metrics", TOKEN).text();
    }
    assertThat(metrics).contains(line);
  }

  private static RawSocket open() throws IOException {
    return open("");
  }

  private static RawSocket open(String lines) throws IOException {
    return new RawSocket(
        server.port(), TestServer.STREAMING + "/ws/" + task + "?token=" + TOKEN, lines);
  }

  /** What a client sends, and the codes that it may be closed with. */
  record Sent(String name, List<Integer> codes, List<byte[]> frames) {
    Sent(String name, List<Integer> codes, byte[]... frames) {
      this(name, codes, List.of(frames));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1,99", "HTTP/1.1,''", "HTTP/1.0,13"})
  void handshakeThatTheContainerDoesNotKnowIsRefused(String version, String webSocket)
      throws IOException {
    try (RawClient client =
        new RawClient(
            server.port(),
            "GET " + TestServer.STREAMING + "/ws/" + task + "?token=" + TOKEN + " " + version,
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: " + webSocket)) {
      assertThat(client.status()).contains(" 400 ");
    }
  }

  static List<Sent> hostile() {
    byte[] cancel = "{\"type\":\"cancel\"}".getBytes(UTF_8);
    byte[] tooMuch = new byte[2000];
    return List.of(
        new Sent("a text too large", List.of(1009), frame(0x81, tooMuch)),
        new Sent(
            "a text too large in parts",
            List.of(1009),
            frame(0x01, new byte[900]),
            frame(0x00, new byte[900]),
            frame(0x80, new byte[900])),
        new Sent("bytes", List.of(1003), frame(0x82, new byte[] {1})),
        new Sent("bytes too large", List.of(1003, 1009), frame(0x82, tooMuch)),
        new Sent("no UTF-8", List.of(1007), frame(0x81, new byte[] {(byte) 0xff})),
        new Sent("half a surrogate", List.of(1007), frame(0x81, latin("\u00ed\u00a0\u0080"))),
        new Sent("a frame without a mask", List.of(1002), new byte[] {(byte) 0x81, 2, '{', '}'}),
        new Sent("an opcode that is none", List.of(1002), frame(0x83, cancel)),
        new Sent("a reserved bit", List.of(1002), frame(0xc1, cancel)),
        new Sent("a rest without a beginning", List.of(1002), frame(0x80, cancel)),
        new Sent("a ping too large", List.of(1002), frame(0x89, new byte[126])),
        new Sent("a ping in parts", List.of(1002), frame(0x09, new byte[1])),
        new Sent(
            "a close code that is none", List.of(1002), frame(0x88, new byte[] {3, (byte) 0xed})),
        new Sent("half a close code", List.of(1002), frame(0x88, new byte[] {3})),
        new Sent(
            "a length beyond all",
            List.of(1002, 1009),
            latin("\u0081\u00ff" + "\u007f".repeat(12))),
        new Sent(
            "a negative length", List.of(1002, 1009), latin("\u0081\u00ff" + "\u00ff".repeat(12))));
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] frame(int first, byte[] payload) {
    return RawSocket.frame(first, payload);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void whatNoClientSaysIsClosedWithACode(Sent sent) throws Exception {
    try (RawSocket socket = open()) {
      for (byte[] frame : sent.frames()) {
        socket.write(frame);
      }
      int code = socket.readToClose();
      // What is refused before it was read resets the connection; TCP drops the close frame then.
      assertThat(sent.codes().contains(1009) && code == RawSocket.NO_CODE ? 1009 : code)
          .isIn(sent.codes());
    }
  }

  @Test
  void floodOfMessagesIsClosed() throws Exception {
    try (RawSocket socket = open()) {
      socket.writeUntilClosed(frame(0x81, latin("{\"type\":\"ping\"}")), 100_000);
      assertThat(socket.readToClose()).isIn(1008, RawSocket.NO_CODE);
    }
  }

  @Test
  void floodOfPingsWithoutReadingIsBroken() throws Exception {
    try (RawSocket socket = open()) {
      assertThat(socket.writeUntilClosed(frame(0x89, new byte[125]), 1_000_000)).isTrue();
    }
  }

  @Test
  void halfOfAConnectionIsNone() throws Exception {
    try (RawSocket socket = open()) {
      socket.shutdownOutput();
      awaitStreams(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1",
        "Origin: http://127.0.0.1:1@evil.example",
      })
  void foreignPageIsRefused(String line) throws Exception {
    try (RawSocket socket = open(line + "\r\n")) {
      assertThat(socket.head())
          .startsWith("HTTP/1.1 403")
          .contains("application/problem+json")
          .doesNotContainIgnoringCase("sec-websocket-accept");
    }
  }

  @Test
  void ownPageIsLetIn() throws Exception {
    try (RawSocket socket = open("Origin: http://127.0.0.1:" + server.port() + "\r\n")) {
      assertThat(socket.head()).startsWith("HTTP/1.1 101");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?token=%ff", "?ticket=%zz", "?last_event_id=%e7%b1"})
  void queryThatCannotBeReadIsRefused(String query) throws Exception {
    try (RawSocket socket =
        new RawSocket(server.port(), TestServer.STREAMING + "/ws/" + task + query, "")) {
      assertThat(socket.head()).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }
}
