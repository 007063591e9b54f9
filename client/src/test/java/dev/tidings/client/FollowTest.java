package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.complete;
import static dev.tidings.client.Wire.progress;
import static dev.tidings.client.Wire.queued;
import static dev.tidings.client.Wire.snapshot;
import static dev.tidings.client.Wire.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.client.Connection.State;
import dev.tidings.testkit.server.FaultServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What somebody sees who follows a task, however its connections fare. */
class FollowTest {
  private final List<Connection> connections = new ArrayList<>();

  private SseProgressClient clientOf(FaultServer server) {
    return client(server).connectionListener((task, now) -> connections.add(now)).build();
  }

  /** All events, and that appending the texts gives the answer. */
  private static List<TaskEvent> all(TaskEvents events) {
    List<TaskEvent> all = new ArrayList<>();
    StringBuilder appended = new StringBuilder();
    try (events) {
      events.forEachRemaining(
          event -> {
            all.add(event);
            if (event instanceof TaskEvent.Text piece) {
              assertThat(piece.offset()).isEqualTo(appended.length());
              appended.append(piece.text());
            }
          });
      assertThat(events.text()).isEqualTo(appended.toString());
    }
    return all;
  }

  private static List<String> ids(List<TaskEvent> events) {
    return events.stream().map(event -> String.valueOf(event.id())).toList();
  }

  @Test
  void aStateHasTheNewestData() throws Exception {
    String state =
        Wire.event(
            "b-9",
            "{\"type\":\"enhanced_status\",\"task_id\":\"task_1\",\"status\":\"processing\","
                + "\"resync\":true,\"text\":\"\",\"data\":{\"attempt\":{\"attempt\":2}}}");
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + state + complete(10, "")));
        SseProgressClient client = clientOf(server)) {
      List<TaskEvent> events = all(client.follow(TASK));

      assertThat(events.get(0))
          .isInstanceOfSatisfying(
              TaskEvent.Status.class,
              status ->
                  assertThat(status.data()).isEqualTo(Map.of("attempt", Map.of("attempt", 2L))));
    }
  }

  @Test
  void everyFieldOfAnEventCanBeRead() throws Exception {
    String data =
        Wire.event(
            "a-4",
            "{\"type\":\"enhanced_data\",\"task_id\":\"task_1\",\"stage\":\"analyzing_rag\","
                + "\"name\":\"sources\",\"data\":{\"sources\":[{\"score\":1.5}]},\"new\":[1,null]}");
    String ping =
        "data: {\"type\":\"enhanced_ping\",\"connection_alive_seconds\":15,"
            + "\"stage\":\"generating_llm\",\"silent_ms\":20}\n\n";
    String unknown = Wire.event("a-5", "{\"type\":\"enhanced_something\"}");
    try (FaultServer server =
            FaultServer.start(
                Wire.says(
                    HEAD
                        + queued()
                        + progress(2, 76)
                        + token(3, 0, "只聽")
                        + data
                        + ping
                        + unknown
                        + complete(6, "只聽")));
        SseProgressClient client = clientOf(server)) {
      List<TaskEvent> events = all(client.follow(TASK));

      assertThat(ids(events)).containsExactly("a-1", "a-2", "a-3", "a-4", "null", "a-6e");
      assertThat(events.get(0))
          .isInstanceOfSatisfying(
              TaskEvent.Status.class,
              status -> {
                assertThat(status.status()).isEqualTo("queued");
                assertThat(status.taskInfo()).isEqualTo(Map.of("deity_id", "guan_yu"));
                assertThat(status.origin().taskId()).isEqualTo(TASK);
                assertThat(status.origin().time())
                    .isEqualTo(Instant.parse("2024-01-15T10:30:01.123Z"));
              });
      assertThat(events.get(1))
          .isInstanceOfSatisfying(
              TaskEvent.Progress.class,
              progress -> {
                assertThat(progress.percent()).isEqualTo(76);
                assertThat(progress.messageKey()).isNull();
                assertThat(progress.eta()).isEqualTo(Duration.ofMillis(1500));
              });
      assertThat(events.get(3))
          .isInstanceOfSatisfying(
              TaskEvent.Data.class,
              fact -> {
                assertThat(fact.data()).isEqualTo(Map.of("sources", List.of(Map.of("score", 1.5))));
                assertThat(fact.origin().fields()).containsKey("new");
              });
      assertThat(events.get(4))
          .isInstanceOfSatisfying(
              TaskEvent.Ping.class,
              sign -> assertThat(sign.silent()).isEqualTo(Duration.ofMillis(20)));
      assertThat(events.get(5))
          .isInstanceOfSatisfying(
              TaskEvent.Completed.class,
              end -> {
                assertThat(end.response()).isEqualTo("只聽");
                assertThat(end.confidence()).isNull();
                assertThat(end.sources()).hasSize(1);
                assertThat(end.total()).isEqualTo(Duration.ofMillis(12));
                assertThat(end.stageDurations())
                    .isEqualTo(Map.of("processing", Duration.ofMillis(12)));
              });
      assertThat(connections)
          .extracting(Connection::state)
          .containsExactly(State.CONNECTING, State.OPEN);
    }
  }

  @Test
  void failureIsAnEndLikeAnother() throws Exception {
    try (FaultServer server =
            FaultServer.start(Wire.says(HEAD + queued() + Wire.failure(2, "llm_unavailable")));
        SseProgressClient client = clientOf(server);
        TaskEvents events = client.follow(TASK)) {
      events.next();
      assertThat(events.next())
          .isInstanceOfSatisfying(
              TaskEvent.Failed.class,
              end -> {
                assertThat(end.code()).isEqualTo("llm_unavailable");
                assertThat(end.retryAfter()).isEqualTo(Duration.ofSeconds(2));
                assertThat(end.partialResponse()).isEqualTo("只");
              });
      assertThat(events.hasNext()).isFalse();
      assertThat(events.ended()).isTrue();
      assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void brokenConnectionGoesOnAfterTheLastWholeEvent() throws Exception {
    Wire.Paths paths =
        new Wire.Paths()
            .on("/sse/", HEAD + queued() + token(2, 0, "只聽") + "id: a-3\ndata: {\"type\":\"enh")
            .on("/sse/", HEAD + token(3, 2, "耳邊") + complete(4, "只聽耳邊"));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = clientOf(server)) {
      assertThat(ids(all(client.follow(TASK)))).containsExactly("a-1", "a-2", "a-3", "a-4e");

      assertThat(paths.headers("Last-Event-ID")).containsExactly("", "a-2");
      assertThat(connections)
          .extracting(Connection::state)
          .containsExactly(
              State.CONNECTING, State.OPEN, State.RECONNECTING, State.CONNECTING, State.OPEN);
      assertThat(connections.get(2).failures()).isEqualTo(1);
      assertThat(connections.get(2).delay())
          .isBetween(Duration.ofMillis(50), Duration.ofMillis(75));
    }
  }

  @Test
  void newEventsKeepTheWaitsShortAndTheirLackMakesThemLong() throws Exception {
    Wire.Paths paths =
        new Wire.Paths()
            .on("/sse/", HEAD + queued())
            .on("/sse/", HEAD + token(2, 0, "只"))
            .on("/sse/", HEAD)
            .on("/sse/", HEAD + token(2, 0, "只"))
            .on("/result/", Wire.answer(202, "application/json", "", "{}"))
            .on("/result/", Wire.problem(500, "internal", ""))
            .on("/sse/", HEAD + complete(3, "只"));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = clientOf(server)) {
      assertThat(ids(all(client.follow(TASK)))).containsExactly("a-1", "a-2", "a-3e");

      assertThat(connections)
          .filteredOn(now -> now.state() == State.RECONNECTING)
          .extracting(Connection::failures)
          .containsExactly(1, 1, 2, 3);
      assertThat(connections.get(connections.size() - 3).delay())
          .isBetween(Duration.ofMillis(200), Duration.ofMillis(300));
    }
  }

  @Test
  void savedPositionGoesOnInAnotherClient() throws Exception {
    Wire.Paths paths =
        new Wire.Paths()
            .on("/sse/", HEAD + queued() + token(2, 0, "只聽") + token(3, 2, "耳邊"))
            .on("/sse/", HEAD + token(3, 2, "耳邊") + complete(4, "只聽耳邊"));
    try (FaultServer server = FaultServer.start(paths)) {
      Position position;
      try (SseProgressClient client = clientOf(server);
          TaskEvents events = client.follow(TASK)) {
        events.next();
        events.next();
        assertThat(events.hasNext()).isTrue(); // looked at, and not taken
        position = events.position();
      }
      assertThat(position).isEqualTo(new Position("a-2", "只聽"));
      try (SseProgressClient client = clientOf(server);
          TaskEvents events = client.follow(TASK, position)) {
        events.forEachRemaining(event -> {});
        assertThat(events.position()).isEqualTo(new Position("a-4e", "只聽耳邊"));
      }
      assertThat(paths.headers("Last-Event-ID")).containsExactly("", "a-2");
    }
  }

  @Test
  void positionWithoutATextGoesOnWhereItIs() throws Exception {
    Wire.Paths paths = new Wire.Paths().on("/sse/", HEAD + token(3, 2, "耳邊") + complete(4, "只聽耳邊"));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = clientOf(server);
        TaskEvents events = client.follow(TASK, Position.after("a-2"))) {
      assertThat(events.next().id()).isEqualTo("a-3");
      assertThat(events.text()).isEqualTo("耳邊");
      assertThat(events.position()).isEqualTo(Position.after("a-3"));
      assertThat(events.next().id()).isEqualTo("a-4e");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void snapshotLosesAndDoublesNothing() throws Exception {
    Wire.Paths paths =
        new Wire.Paths()
            .on("/sse/", HEAD + queued() + token(2, 0, "只聽"))
            .on("/sse/", HEAD + snapshot(4, "只聽耳邊") + token(5, 4, "消息") + complete(6, "只聽耳邊消息"));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = clientOf(server)) {
      List<TaskEvent> events = all(client.follow(TASK));

      assertThat(ids(events)).containsExactly("a-1", "a-2", "b-4", "null", "a-5", "a-6e");
    }
  }

  @Test
  void holeIsMendedWithASnapshot() throws Exception {
    Wire.Paths paths =
        new Wire.Paths()
            .on("/sse/", HEAD + queued() + token(2, 0, "只聽") + token(3, 9, "息"))
            .on("/sse/", HEAD + snapshot(4, "只聽耳邊") + complete(6, "只聽耳邊"));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = clientOf(server)) {
      assertThat(ids(all(client.follow(TASK))))
          .containsExactly("a-1", "a-2", "b-4", "null", "a-6e");

      assertThat(paths.headers("Last-Event-ID").get(1)).isNotEmpty().doesNotContain("a-");
    }
  }

  @Test
  void nothingMoreIsAnEndWithoutAnEvent() throws Exception {
    try (FaultServer server =
            FaultServer.start(Wire.says("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
        SseProgressClient client = clientOf(server);
        TaskEvents events = client.follow(TASK, new Position("a-4e", "只聽"))) {
      assertThat(events.hasNext()).isFalse();
      assertThat(events.ended()).isFalse();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void nothingIsAskedOfTheServerAfterTheEnd() throws Exception {
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(HEAD + queued() + complete(2, "") + progress(3, 50));
                  connection.awaitClosed();
                });
        SseProgressClient client = clientOf(server)) {
      assertThat(ids(all(client.follow(TASK)))).containsExactly("a-1", "a-2e");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void silentStreamCountsAsBroken() throws Exception {
    Wire.Paths rest = new Wire.Paths().on("/sse/", HEAD + complete(2, ""));
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(HEAD + queued());
                  connection.awaitClosed();
                },
                rest);
        SseProgressClient client =
            client(server)
                .silence(Duration.ofMillis(200))
                .connectionListener((task, now) -> connections.add(now))
                .build()) {
      assertThat(ids(all(client.follow(TASK)))).containsExactly("a-1", "a-2e");
      assertThat(connections.get(2).cause()).hasMessageContaining("nothing came");
    }
  }

  @Test
  void streamIsAJavaStreamToo() throws Exception {
    try (FaultServer server =
            FaultServer.start(Wire.says(HEAD + queued() + token(2, 0, "只") + complete(3, "只")));
        SseProgressClient client = clientOf(server);
        java.util.stream.Stream<TaskEvent> events = client.follow(TASK).stream()) {
      assertThat(events.filter(TaskEvent.End.class::isInstance)).hasSize(1);
    }
  }
}
