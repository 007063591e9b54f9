package dev.tidings.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.TaskStreams;
import dev.tidings.websocket.testing.Host;
import dev.tidings.websocket.testing.RawSocket;
import dev.tidings.websocket.testing.Reader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a client sees of a WebSocket, on each container. */
abstract class WebSocketContract {
  private static final String ANSWER = "根據 籤詩\u2028🙏\n𝄞";
  private static final byte[] CANCEL = "{\"type\":\"cancel\"}".getBytes(UTF_8);

  private final ProgressHub hub = ProgressHub.builder().build();
  private final BlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();
  private final TaskStreams streams =
      TaskStreams.builder(hub)
          .writeTimeout(Duration.ofSeconds(1))
          .maxSessionsPerUser(1)
          .observer(
              new StreamObserver() {
                @Override
                public void sessionClosed(String dialect, SessionEnd reason, Duration duration) {
                  ends.add(reason);
                }
              })
          .build();
  private Host host;

  abstract Host start(WebSocketTransport transport) throws Exception;

  /** What a client may be told when its connection is broken. */
  List<Integer> broken() {
    return List.of(Reader.BROKEN);
  }

  @BeforeEach
  void startHost() throws Exception {
    host =
        start(
            WebSocketTransport.builder(streams)
                .origins(List.of("https://app.example.com"))
                .build());
  }

  @AfterEach
  void stop() {
    hub.close();
    streams.close();
    host.close();
  }

  private ProgressTracker task() {
    return hub.start(Task.create("task_1"));
  }

  private Reader read(String query) {
    return Reader.of(URI.create(host.task("task_1") + query));
  }

  private RawSocket raw(String lines) throws IOException {
    return new RawSocket(host.port(), "/task_1", lines);
  }

  private SessionEnd awaitEnd() throws InterruptedException {
    return Optional.ofNullable(ends.poll(20, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("the session did not end"));
  }

  private static void tell(ProgressTracker task) {
    task.update(Stage.ANALYZING_RAG, 25, Message.of("rag.resolving"));
    task.update(Stage.GENERATING_LLM, 65, Message.of("llm.sent"));
    task.token(ANSWER);
    task.complete(TaskResult.of(ANSWER));
  }

  private static List<String> types(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("type").asString()).toList();
  }

  @Test
  void eachEventIsAMessageWithItsIdAndTheEndCloses() throws Exception {
    ProgressTracker task = task();
    try (Reader reader = read("")) {
      reader.awaitType("enhanced_status");
      tell(task);

      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(types(reader.messages()))
          .containsExactly(
              "enhanced_status",
              "enhanced_progress",
              "enhanced_progress",
              "enhanced_token",
              "enhanced_progress",
              "enhanced_complete");
      String epoch = task.view().epoch();
      assertThat(reader.messages().stream().map(message -> message.path("id").asString()))
          .containsExactly(
              epoch + "-1", epoch + "-2", epoch + "-3", epoch + "-4", epoch + "-5", epoch + "-6e");
      assertThat(reader.messages().get(3).path("text").asString()).isEqualTo(ANSWER);
      assertThat(awaitEnd()).isEqualTo(SessionEnd.COMPLETED);
      host.accepted().take().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void exactlyTheEventsAfterAnIdFollowIt() {
    ProgressTracker task = task();
    tell(task);

    try (Reader reader = read("?last_event_id=" + task.view().epoch() + "-4")) {
      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(types(reader.messages()))
          .containsExactly("enhanced_progress", "enhanced_complete");
    }
  }

  @Test
  void whoeverHasTheEndIsToldNothingMore() {
    ProgressTracker task = task();
    tell(task);

    try (Reader reader = read("?last_event_id=" + task.view().epoch() + "-6e")) {
      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(reader.messages()).isEmpty();
    }
  }

  @Test
  void unknownTaskIsToldByTheCodeAndToThoseWhoComeBackAsLost() {
    try (Reader first = read("")) {
      assertThat(first.awaitClosed()).isEqualTo(4404);
      assertThat(first.reason()).isEqualTo("there is no task 'task_1'");
      assertThat(first.messages()).isEmpty();
    }
    try (Reader back = read("?last_event_id=elsewhere-7")) {
      assertThat(back.awaitType("enhanced_error").path("code").asString()).isEqualTo("task_lost");
      assertThat(back.awaitClosed()).isEqualTo(1000);
    }
  }

  @Test
  void oneStreamTooManyIsClosedWithItsCode() {
    ProgressTracker task = task();
    try (Reader one = read("?user=u");
        Reader two = read("?user=u")) {
      assertThat(two.awaitClosed()).isEqualTo(4429);
      assertThat(two.reason()).contains("you may have 1 streams at once");
      tell(task);
      assertThat(one.awaitClosed()).isEqualTo(1000);
    }
  }

  @Test
  void stopOfTheServerIsToldAsGoingAway() throws Exception {
    ProgressTracker unused = task();
    try (Reader reader = read("")) {
      reader.awaitType("enhanced_status");
      streams.drain(Duration.ofSeconds(10));

      assertThat(reader.awaitClosed()).isEqualTo(1001);
      assertThat(awaitEnd()).isEqualTo(SessionEnd.SHUTDOWN);
    }
    try (Reader late = read("")) {
      assertThat(late.awaitClosed()).isEqualTo(1013);
    }
  }

  @Test
  void stopAfterTheHubsGivesEachStreamItsEnd() throws Exception {
    ProgressTracker unused = task();
    try (Reader reader = read("")) {
      reader.awaitType("enhanced_status");
      hub.close();
      streams.drain(Duration.ofSeconds(10));

      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(reader.awaitType("enhanced_error").path("code").asString()).isEqualTo("shutdown");
    }
  }

  @Test
  void expiredTokenBreaksTheConnection() throws Exception {
    ProgressTracker unused = task();
    try (Reader reader = read("?expires_at=" + Instant.now().plusSeconds(1))) {
      assertThat(reader.awaitClosed()).isIn(broken());
      assertThat(awaitEnd()).isEqualTo(SessionEnd.TOKEN_EXPIRED);
    }
  }

  @Test
  void clientCancelsTheTask() {
    ProgressTracker task = task();
    try (Reader reader = read("")) {
      reader.say("{\"type\":\"something else\"}");
      reader.say("no JSON");
      reader.say("{\"type\":\"cancel\"}");

      assertThat(reader.awaitType("enhanced_error").path("code").asString()).isEqualTo("cancelled");
      assertThat(reader.awaitClosed()).isEqualTo(1000);
      assertThat(task.cancellation().requested()).isTrue();
    }
  }

  @Test
  void cancelOfAnEarlierRunLeavesALaterOneAlone() throws Exception {
    ProgressTracker earlier = task();
    try (RawSocket early = raw("")) {
      earlier.complete(TaskResult.of(""));
      hub.forget("task_1").toCompletableFuture().get(20, TimeUnit.SECONDS);
      ProgressTracker later = task();
      early.send(RawSocket.TEXT, true, CANCEL);
      assertThat(early.readToClose().closeCode()).isEqualTo(1000);
      assertThat(later.cancellation().requested()).isFalse();
    }
  }

  @Test
  void clientThatLeavesEndsItsStreamAndNothingElse() throws Exception {
    ProgressTracker task = task();
    try (Reader reader = read("")) {
      reader.awaitType("enhanced_status");
    }
    assertThat(awaitEnd()).isEqualTo(SessionEnd.CLIENT_GONE);
    assertThat(task.cancellation().requested()).isFalse();
  }

  @Test
  void clientThatReadsNothingIsBrokenOffAndDelaysNobody() throws Exception {
    ProgressTracker task = task();
    try (RawSocket stuck = raw("");
        Reader reader = read("")) {
      String piece = "x".repeat(2000);
      for (int i = 0; i < 4000 && ends.isEmpty(); i++) {
        task.token(piece);
        String id = task.view().epoch() + "-" + (i + 2);
        reader.await(message -> message.path("id").asString().equals(id));
      }
      assertThat(awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
      assertThat(stuck.readToClose().opcode()).isEqualTo(-1);
      task.complete(TaskResult.of("x"));
      assertThat(reader.awaitClosed()).isEqualTo(1000);
    }
  }

  @Test
  void foreignPageIsRefusedAndAnAllowedOneIsNot() throws Exception {
    ProgressTracker task = task();
    tell(task);
    for (String foreign : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
      try (RawSocket page = raw("Origin: " + foreign + "\r\n")) {
        assertThat(page.head()).startsWith("HTTP/1.1 403");
      }
    }
    String own = "http://127.0.0.1:" + host.port();
    for (String allowed : List.of("https://app.example.com", own)) {
      try (RawSocket page = raw("Origin: " + allowed + "\r\n")) {
        assertThat(page.head()).startsWith("HTTP/1.1 101");
        assertThat(page.readToClose().closeCode()).isEqualTo(1000);
      }
    }
  }

  @Test
  void nothingIsCompressed() throws Exception {
    ProgressTracker task = task();
    tell(task);
    try (RawSocket page = raw("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
      assertThat(page.head()).doesNotContainIgnoringCase("extensions");
      assertThat(UTF_8.decode(page.read().payload()).toString()).startsWith("{\"type\":");
    }
  }

  @Test
  void binaryMessageIsNotTaken() throws Exception {
    assertDismissed(1003, socket -> socket.send(RawSocket.BINARY, true, new byte[] {1, 2}));
  }

  @Test
  void longMessageIsNotTakenHoweverItIsParted() throws Exception {
    byte[] half = "x".repeat(600).getBytes(UTF_8);
    assertDismissed(1009, socket -> socket.send(RawSocket.TEXT, true, new byte[2_000]));
    assertDismissed(
        1009,
        socket -> {
          socket.send(RawSocket.TEXT, false, half);
          socket.send(0, true, half);
        });
  }

  @Test
  void floodOfMessagesIsNotTaken() throws Exception {
    assertDismissed(
        1008,
        socket -> {
          for (int i = 0; i < 100; i++) {
            socket.send(RawSocket.TEXT, true, "{}".getBytes(UTF_8));
          }
        });
  }

  @Test
  void clientThatPingsWithoutReadingIsBrokenOff() throws Exception {
    ProgressTracker task = task();
    try (RawSocket socket = raw("")) {
      // Its pongs fill the way to it; from then on it is one that reads nothing.
      byte[] much = new byte[125];
      try {
        for (int i = 0; i < 200_000 && ends.isEmpty(); i++) {
          socket.send(RawSocket.PING, true, much);
          if (i % 1000 == 0) {
            task.token("x".repeat(2000));
          }
        }
      } catch (IOException brokenOff) {
        // As it is meant to be.
      }
      assertThat(awaitEnd()).isIn(SessionEnd.WRITE_TIMEOUT, SessionEnd.CLIENT_GONE);
    }
  }

  @Test
  void halfOfAConnectionIsNone() throws Exception {
    ProgressTracker unused = task();
    try (RawSocket socket = raw("")) {
      socket.shutdownOutput();

      assertThat(awaitEnd()).isEqualTo(SessionEnd.CLIENT_GONE);
    }
  }

  @Test
  void clientThatNeverAnswersTheCloseIsCutOff() throws Exception {
    ProgressTracker task = task();
    tell(task);
    try (RawSocket socket = raw("")) {
      assertThat(socket.readToClose().closeCode()).isEqualTo(1000);
      // The client has 30 s of patience, and would report its own time-out as the end too.
      long start = System.nanoTime();
      assertThat(socket.read().opcode()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }
  }

  /** What a client does. */
  @FunctionalInterface
  private interface Deed {
    void to(RawSocket socket) throws IOException;
  }

  private void assertDismissed(int code, Deed deed) throws Exception {
    ProgressTracker unused = hub.find("task_1").isEmpty() ? task() : null;
    try (RawSocket socket = raw("")) {
      try {
        deed.to(socket);
      } catch (IOException closedMeanwhile) {
        // What was sent before is what counts.
      }
      RawSocket.Frame end = socket.readToClose();
      // A container that closes before it has read everything resets the connection: TCP drops the
      // close frame then.
      if (code != 1009 || end.opcode() >= 0) {
        assertThat(end.opcode()).isEqualTo(RawSocket.CLOSE);
        assertThat(end.closeCode()).isEqualTo(code);
      }
      assertThat(awaitEnd()).isEqualTo(SessionEnd.CLIENT_GONE);
    }
  }
}
