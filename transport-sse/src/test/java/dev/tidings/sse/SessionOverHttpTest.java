package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.HttpEventSource;
import dev.tidings.sse.testing.JdkHttpServer;
import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.sink.RawClient;
import dev.tidings.testkit.sink.SinkServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole sessions between real servers and a client that is not ours. */
class SessionOverHttpTest {
  /** More clients than the server has threads. */
  private static final int STALLED = 12;

  private final ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
  private final ProgressTracker task = hub.start(Task.create("t"));

  @AfterEach
  void stop() {
    hub.close();
  }

  private static Session open(SseTransport transport, SinkServer server) throws Exception {
    return transport.respond(StreamRequest.forTask("t")).stream(server.nextSink());
  }

  private static CompletableFuture<SessionEnd> end(Session session) {
    CompletableFuture<SessionEnd> end = new CompletableFuture<>();
    session.onEnd(end::complete);
    return end;
  }

  private void tellTheStoryTo(SinkServer server) throws Exception {
    try (server;
        SseTransport transport = SseTransport.of(hub);
        HttpEventSource client = new HttpEventSource(server.port())) {
      CompletableFuture<SessionEnd> end = end(open(transport, server));
      assertThat(client.awaitEvent().type()).isEqualTo("enhanced_status");
      Stories.tell(task);

      List<Sent> events = client.awaitEnd();

      assertThat(Client.answer(events)).isEqualTo(Stories.ANSWER);
      assertThat(events).last().matches(event -> event.type().equals("enhanced_complete"));
      assertThat(events).extracting(Sent::sequence).isSorted().doesNotHaveDuplicates();
      assertThat(end.get(20, SECONDS)).isEqualTo(SessionEnd.COMPLETED);
    }
  }

  @Test
  void aServletContainerTellsTheWholeStory() throws Exception {
    tellTheStoryTo(new JettyServer(ServletSink::of));
  }

  @Test
  void aServerWithBlockingStreamsTellsTheWholeStory() throws Exception {
    tellTheStoryTo(new JdkHttpServer());
  }

  @Test
  void clientsThatNeverReadHoldNoThreadAndAreCutOff() throws Exception {
    List<RawClient> stalled = new ArrayList<>();
    List<CompletableFuture<SessionEnd>> ends = new ArrayList<>();
    try (JettyServer server = new JettyServer(ServletSink::of);
        SseTransport transport =
            SseTransport.of(TaskStreams.builder(hub).writeTimeout(Duration.ofSeconds(2)).build())) {
      for (int i = 0; i < STALLED; i++) {
        stalled.add(new RawClient(server.port()));
        ends.add(end(open(transport, server)));
      }
      task.token("x".repeat(12 * 1024 * 1024));

      try (HttpEventSource reader = new HttpEventSource(server.port())) {
        CompletableFuture<SessionEnd> read = end(open(transport, server));
        Stories.tell(task);
        assertThat(reader.awaitEnd()).last().matches(e -> e.type().equals("enhanced_complete"));
        assertThat(read.get(20, SECONDS)).isEqualTo(SessionEnd.COMPLETED);
      }

      for (CompletableFuture<SessionEnd> end : ends) {
        assertThat(end.get(20, SECONDS)).isEqualTo(SessionEnd.WRITE_TIMEOUT);
      }
      server.awaitNoConnection();
      assertThat(transport.sessions()).isZero();
    } finally {
      for (RawClient client : stalled) {
        client.close();
      }
    }
  }

  @Test
  void aClientThatLeavesEndsItsSession() throws Exception {
    try (JettyServer server = new JettyServer(ServletSink::of);
        SseTransport transport =
            SseTransport.of(
                TaskStreams.builder(hub)
                    .ping(Dialects.enhanced(), Duration.ofMillis(20))
                    .build())) {
      CompletableFuture<SessionEnd> end;
      try (RawClient client = new RawClient(server.port())) {
        end = end(open(transport, server));
        client.read(10);
        client.disconnect();
      }

      assertThat(end.get(20, SECONDS)).isEqualTo(SessionEnd.CLIENT_GONE);
      server.awaitNoConnection();
    }
  }

  static Stream<JettyServer.SinkFactory> containersSinks() {
    return Stream.of(ServletSink::of, JettySink::of);
  }

  @ParameterizedTest
  @MethodSource("containersSinks")
  void aClientThatComesAndBreaksOffAgainAndAgainHurtsNobody(JettyServer.SinkFactory sinks)
      throws Exception {
    int rounds = 200;
    List<CompletableFuture<SessionEnd>> ends = new ArrayList<>();
    StringBuilder answer = new StringBuilder();
    try (JettyServer server = new JettyServer(sinks);
        SseTransport transport = SseTransport.of(hub)) {
      try (HttpEventSource other = new HttpEventSource(server.port())) {
        CompletableFuture<SessionEnd> read = end(open(transport, server));
        for (int round = 0; round < rounds; round++) {
          try (RawClient client = new RawClient(server.port())) {
            ends.add(end(open(transport, server)));
            answer.append(Stories.write(task, 5));
            // Nearly always in the middle of a frame.
            client.read(1 + round % 80);
            client.disconnect();
          }
        }
        task.complete(TaskResult.of(answer.toString()));

        assertThat(Client.answer(other.awaitEnd())).isEqualTo(answer.toString());
        assertThat(read.get(20, SECONDS)).isEqualTo(SessionEnd.COMPLETED);
      }
      for (CompletableFuture<SessionEnd> end : ends) {
        assertThat(end.get(20, SECONDS)).isIn(SessionEnd.CLIENT_GONE, SessionEnd.COMPLETED);
      }
      assertThat(ends).filteredOn(end -> end.join() == SessionEnd.CLIENT_GONE).isNotEmpty();
      server.awaitNoConnection();
      assertThat(transport.sessions()).isZero();
      assertThat(task.view().subscribers()).isZero();
    }
  }
}
