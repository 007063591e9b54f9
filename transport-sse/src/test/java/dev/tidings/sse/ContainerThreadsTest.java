package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.HubObserver;
import dev.tidings.Message;
import dev.tidings.MessageBundles;
import dev.tidings.MessageCatalog;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.TomcatServer;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.sink.RawClient;
import dev.tidings.testkit.sink.SinkServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once a stream is open, a container's threads run nothing of a host's that Tidings calls: whatever
 * its clients do, they only ask for turns.
 */
class ContainerThreadsTest {
  private static final String WORKER = "worker";
  private static final String LONG = "more than the buffers can hold! ".repeat(64);
  private static final int PIECES = 6_000;

  /** Who was called, and on which threads. */
  private final Map<String, Set<String>> calls = new ConcurrentHashMap<>();

  /** Starts one kind of host. */
  @FunctionalInterface
  interface Host {
    SinkServer start() throws Exception;
  }

  static Stream<Host> containers() {
    return Stream.of(
        () -> new JettyServer(JettySink::of),
        () -> new JettyServer(ServletSink::of),
        () -> new JettyServer(ServletSink::of, new CutFilter()),
        () -> new TomcatServer(ServletSink::of),
        () -> new TomcatServer(ServletSink::of, new CutFilter()));
  }

  private void note(String called) {
    calls
        .computeIfAbsent(called, name -> ConcurrentHashMap.newKeySet())
        .add(Thread.currentThread().getName());
  }

  private final class Catalog implements MessageCatalog {
    private final MessageCatalog standard = MessageBundles.standard();

    @Override
    public String render(Message message, Locale locale) {
      note("catalog");
      return standard.render(message, locale);
    }
  }

  private final class OfStreams implements StreamObserver {
    @Override
    public void sessionClosed(String dialect, SessionEnd reason, Duration duration) {
      note("stream observer");
    }

    @Override
    public void written(int events, int bytes, long lag, Duration duration) {
      note("stream observer");
    }

    @Override
    public void coalesced(long events) {
      note("stream observer");
    }
  }

  private final class OfHub implements HubObserver {
    @Override
    public void stageEnded(TaskView task, Stage stage, Duration duration) {
      note("hub observer");
    }

    @Override
    public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
      note("hub observer");
    }
  }

  private void work(ProgressTracker task) {
    for (int i = 0; i < PIECES; i++) {
      task.update(Stage.GENERATING_LLM, i * 99 / PIECES, Message.of("llm.writing"));
      task.token(LONG);
    }
    task.complete(TaskResult.of(""));
  }

  private CompletableFuture<SessionEnd> open(SseTransport transport, SinkServer server)
      throws InterruptedException {
    CompletableFuture<SessionEnd> end = new CompletableFuture<>();
    Session session = transport.respond(StreamRequest.forTask("t")).stream(server.nextSink());
    session.onEnd(
        reason -> {
          note("end action");
          end.complete(reason);
        });
    return end;
  }

  @ParameterizedTest
  @MethodSource("containers")
  void clientsThatStallResumeAndVanishMakeThemRunNothingOfOurs(Host host) throws Exception {
    try (SinkServer server = host.start();
        ProgressHub hub =
            ProgressHub.builder().messages(new Catalog()).observer(new OfHub()).build();
        SseTransport transport =
            SseTransport.of(
                TaskStreams.builder(hub)
                    .observer(new OfStreams())
                    .writeTimeout(Duration.ofSeconds(2))
                    .build())) {
      ProgressTracker task = hub.start(Task.create("t"));
      task.view().subscribe((view, event) -> note("listener"));
      try (RawClient resumes = new RawClient(server.port())) {
        CompletableFuture<SessionEnd> resumed = open(transport, server);
        try (RawClient vanishes = new RawClient(server.port())) {
          CompletableFuture<SessionEnd> vanished = open(transport, server);
          try (RawClient stalls = new RawClient(server.port())) {
            CompletableFuture<SessionEnd> cut = open(transport, server);
            Thread worker = new Thread(() -> work(task), WORKER);
            worker.start();
            vanishes.read(1024);
            stalls.read(1);
            worker.join();
            vanishes.disconnect();
            resumes.readToEnd();

            assertThat(vanished.get(20, SECONDS)).isEqualTo(SessionEnd.CLIENT_GONE);
            assertThat(resumed.get(20, SECONDS)).isEqualTo(SessionEnd.COMPLETED);
            assertThat(cut.get(20, SECONDS)).isEqualTo(SessionEnd.WRITE_TIMEOUT);
          }
        }
      }
    }
    assertThat(calls)
        .containsOnlyKeys("catalog", "stream observer", "hub observer", "listener", "end action")
        .allSatisfy(
            (called, threads) ->
                assertThat(threads)
                    .as(called)
                    .allMatch(name -> name.startsWith("tidings-") || name.equals(WORKER)));
  }
}
