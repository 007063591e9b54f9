package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is nobody's fault, or the operator's own, is no stack trace in the log. */
class QuietLogTest {
  private static final String TOKEN = Jwts.of("leaving");

  /** Connects, sends that, and leaves: half of them politely, half with a reset. */
  private static void leaveAfter(TestServer server, String text) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      sockets.add(socket);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      if (i % 2 == 0) {
        socket.setSoLinger(true, 0);
      }
    }
    // A call that is answered: whatever came before it has been looked at.
    server.get("/health", null).ok();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 1000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n5\r\n{"})
  void clientThatLeavesDuringItsUploadIsNoError(String body) throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      try (TestServer server = TestServer.start()) {
        leaveAfter(
            server,
            "POST "
                + TestServer.STREAMING
                + "/ask-question HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer "
                + TOKEN
                + "\r\n"
                + body);
        server.get("/health", null).ok();
      }
      assertThat(log.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/web/texts.js", "/", "/api/v1/poems/search?q=a&limit=50"})
  void clientThatLeavesBeforeItsAnswersIsNoError(String path) throws Exception {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + TOKEN
            + "\r\n\r\n";
    try (CapturedLog log = new CapturedLog()) {
      try (TestServer server = TestServer.start()) {
        leaveAfter(server, request.repeat(400));
        server.get("/health", null).ok();
      }
      assertThat(log.text()).isEmpty();
    }
  }

  @Test
  void whatStrangersSendIsNotWrittenIntoTheLog() throws Exception {
    try (TestServer server = TestServer.start()) {
      List<Hostile> requests =
          Stream.concat(HostileHeads.all("task_unknown"), HostileTokens.all()).toList();
      try (CapturedLog log = new CapturedLog()) {
        for (Hostile hostile : requests) {
          assertThat(RawReply.to(server.port(), hostile.request()).text()).isNotEmpty();
        }
        assertThat(log.text()).isEmpty();
      }
    }
  }

  @Test
  void portInUseIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CapturedLog log = new CapturedLog()) {
      String port = String.valueOf(taken.getLocalPort());

      assertThatThrownBy(() -> TestServer.start("PORT", port))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContainingAll("cannot listen on 127.0.0.1, port " + port, "PORT")
          .hasMessageNotContaining("Exception");
      assertThat(log.text()).isEmpty();
    }
  }

  @Test
  void addressThatIsNotOursIsOneSentence() {
    try (CapturedLog log = new CapturedLog()) {
      assertThatThrownBy(() -> TestServer.start("HOST", "192.0.2.1"))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContaining("cannot listen on 192.0.2.1");
      assertThatThrownBy(() -> TestServer.start("HOST", "no such host"))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContaining("no such host")
          .hasMessageNotContaining("null");
      assertThat(log.text()).isEmpty();
    }
  }
}
