package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.sse.testing.EventStreams;
import dev.tidings.sse.testing.FlowServer;
import dev.tidings.sse.testing.JdkHttpServer;
import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.RecordingObserver;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Stalls;
import dev.tidings.sse.testing.Stories;
import dev.tidings.sse.testing.TomcatServer;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.sink.RawClient;
import dev.tidings.testkit.sink.RawClient.Ending;
import dev.tidings.testkit.sink.SinkServer;
import dev.tidings.testkit.sink.SocketServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In real time and over real connections: clients that take nothing are cut when their time is
 * over, whatever holds the threads, and nobody else is late for it.
 */
class TimeOutsTest {
  private static final Duration TIME_OUT = Duration.ofSeconds(1);
  private static final int STALLED = 4;

  /** Together more than the buffers between a server and a client that does not read can hold. */
  private static final int FLOOD_PIECES = 4_000;

  private static final String FLOOD_PIECE = "more than the buffers can hold! ".repeat(64);

  private final List<RawClient> clients = new ArrayList<>();
  private final ExecutorService readers = Executors.newCachedThreadPool();

  /** How a session ended, and when. */
  private record End(SessionEnd reason, long nanos) {}

  /** Starts one kind of host. */
  @FunctionalInterface
  interface Host {
    SinkServer start() throws Exception;
  }

  static Stream<Host> hostsThatBreak() {
    return Stream.of(
        () -> new JettyServer(JettySink::of),
        () -> new JettyServer(ServletSink::of, new CutFilter()),
        () -> new TomcatServer(ServletSink::of, new CutFilter()),
        () -> new SocketServer(OutputStreamSink::of),
        FlowServer::new);
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    readers.shutdownNow();
  }

  private RawClient connect(SinkServer server) throws IOException {
    RawClient client = new RawClient(server.port());
    clients.add(client);
    return client;
  }

  private static CompletableFuture<End> open(SseTransport transport, SinkServer server, String task)
      throws InterruptedException {
    CompletableFuture<End> end = new CompletableFuture<>();
    Session session = transport.respond(StreamRequest.forTask(task)).stream(server.nextSink());
    session.onEnd(reason -> end.complete(new End(reason, System.nanoTime())));
    return end;
  }

  private static SseTransport transport(ProgressHub hub, RecordingObserver observer) {
    return SseTransport.of(
        TaskStreams.builder(hub).writeTimeout(TIME_OUT).observer(observer).build());
  }

  private static void flood(ProgressTracker task) {
    for (int i = 0; i < FLOOD_PIECES; i++) {
      task.token(FLOOD_PIECE);
    }
  }

  /** Clients that will read nothing of a task that has more for them than they can hold. */
  private List<CompletableFuture<End>> stall(
      ProgressHub hub, SseTransport transport, SinkServer server, int number) throws Exception {
    flood(hub.start(Task.create("flood")));
    List<CompletableFuture<End>> ends = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      connect(server);
      ends.add(open(transport, server, "flood"));
    }
    return ends;
  }

  private static void assertCutOnTime(CompletableFuture<End> end, long from) throws Exception {
    End cut = end.get(20, SECONDS);
    assertThat(cut.reason()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    assertThat(Duration.ofNanos(cut.nanos() - from)).isBetween(TIME_OUT, TIME_OUT.multipliedBy(2));
  }

  @Test
  void clientsThatHoldEveryThreadOfAHostsPoolAreCutAndTheNextOneGetsItsWholeTask()
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(STALLED);
    try (SinkServer server = new SocketServer(OutputStreamSink::of);
        ProgressHub hub = ProgressHub.builder().executor(pool).build();
        SseTransport transport = transport(hub, new RecordingObserver())) {
      long from = System.nanoTime();
      List<CompletableFuture<End>> stalled = stall(hub, transport, server, STALLED);
      ProgressTracker told = hub.start(Task.create("told"));
      RawClient healthy = connect(server);
      CompletableFuture<End> end = open(transport, server, "told");
      Stories.tell(told);

      for (CompletableFuture<End> cut : stalled) {
        assertCutOnTime(cut, from);
      }

      List<Sent> events = EventStreams.parse(healthy.readToEnd());
      assertThat(events).hasSize((int) told.view().terminalSequence());
      assertThat(events.get(events.size() - 1).type()).isEqualTo("enhanced_complete");
      assertThat(end.get(20, SECONDS).reason()).isEqualTo(SessionEnd.COMPLETED);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void withTheHubsOwnThreadsAHealthyClientIsLiveBesideStalledOnes() throws Exception {
    int pieces = 200;
    ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    try (Stalls machine = new Stalls();
        SinkServer server = new SocketServer(OutputStreamSink::of);
        ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = transport(hub, new RecordingObserver())) {
      long from = System.nanoTime();
      List<CompletableFuture<End>> stalled = stall(hub, transport, server, STALLED);
      ProgressTracker live = hub.start(Task.create("live"));
      RawClient healthy = connect(server);
      CompletableFuture<End> end = open(transport, server, "live");
      CompletableFuture<List<Duration>> delays =
          CompletableFuture.supplyAsync(() -> delays(healthy, pieces), readers);
      ScheduledFuture<?> unused =
          beat.scheduleAtFixedRate(
              () -> live.token("@" + System.nanoTime() + ";"), 0, 10, MILLISECONDS);

      List<Duration> sorted = delays.get(40, SECONDS).stream().sorted().toList();
      Duration p99 = sorted.get(sorted.size() * 99 / 100);
      Duration stall = machine.worstStall();
      for (CompletableFuture<End> cut : stalled) {
        assertCutOnTime(cut, from);
      }
      System.out.println(
          "Live beside four stalled ones: p99 "
              + p99.toNanos() / 1_000
              + " µs, the machine's own worst stall "
              + stall.toNanos() / 1_000
              + " µs");
      assertThat(p99).isLessThan(Duration.ofMillis(50).plus(stall));
      assertThat(end).isNotDone();
    } finally {
      beat.shutdownNow();
    }
  }

  /** How late the first so many texts of that form come. */
  private static List<Duration> delays(RawClient client, int number) {
    List<Duration> delays = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    try {
      while (delays.size() < number) {
        String next = new String(client.read(1), StandardCharsets.US_ASCII);
        line.append(next);
        if (next.equals(";") || next.equals("\n")) {
          int at = line.indexOf("@");
          if (at >= 0 && next.equals(";")) {
            long then = Long.parseLong(line.substring(at + 1, line.length() - 1));
            delays.add(Duration.ofNanos(System.nanoTime() - then));
          }
          line.setLength(0);
        }
      }
      return delays;
    } catch (IOException broken) {
      throw new AssertionError("after " + delays.size() + " texts", broken);
    }
  }

  @Test
  void whereTheHostCannotBreakAConnectionTheSessionIsOverAndCountedOutOnTime() throws Exception {
    RecordingObserver observer = new RecordingObserver();
    try (SinkServer server = new JdkHttpServer();
        ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = transport(hub, observer)) {
      long from = System.nanoTime();
      List<CompletableFuture<End>> stalled = stall(hub, transport, server, 1);

      assertCutOnTime(stalled.get(0), from);

      assertThat(transport.sessions()).isZero();
      assertThat(hub.find("flood").orElseThrow().subscribers()).isZero();
      assertThat(observer.calls())
          .containsExactly("opened enhanced", "closed enhanced WRITE_TIMEOUT after 1 s");
    }
  }

  @ParameterizedTest
  @MethodSource("hostsThatBreak")
  void aClientThatTakesNothingIsCutOnTimeAndSeesABrokenConnection(Host host) throws Exception {
    try (SinkServer server = host.start();
        ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = transport(hub, new RecordingObserver())) {
      long from = System.nanoTime();
      List<CompletableFuture<End>> stalled = stall(hub, transport, server, 1);

      assertCutOnTime(stalled.get(0), from);

      assertThat(clients.get(0).awaitEnding()).isEqualTo(Ending.BROKEN);
      assertThat(transport.sessions()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("hangingEnds")
  void anOrderlyEndThatHangsIsAbortedAfterTheWriteTimeOut(HangingEnd sink) throws Exception {
    try (ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = transport(hub, new RecordingObserver())) {
      ProgressTracker task = hub.start(Task.create("t"));
      CompletableFuture<SessionEnd> told = new CompletableFuture<>();
      transport.respond(StreamRequest.forTask("t")).stream(sink).onEnd(told::complete);
      long from = System.nanoTime();
      task.complete(TaskResult.of(""));

      assertThat(Duration.ofNanos(sink.awaitAbort() - from))
          .isBetween(TIME_OUT, TIME_OUT.multipliedBy(2));
      assertThat(told.get(20, SECONDS)).isEqualTo(SessionEnd.COMPLETED);
      assertThat(transport.sessions()).isZero();
    }
  }

  @Test
  void anOutputStreamWhoseCloseHangsIsCutAfterTheWriteTimeOut() throws Exception {
    HangingEnd response = new HangingEnd(true);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int single) {}

          @Override
          public void close() {
            response.end();
          }
        };
    try (ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = transport(hub, new RecordingObserver())) {
      ProgressTracker task = hub.start(Task.create("t"));
      CompletableFuture<SessionEnd> told = new CompletableFuture<>();
      transport.respond(StreamRequest.forTask("t")).stream(
              OutputStreamSink.of(out, response::abort))
          .onEnd(told::complete);
      long from = System.nanoTime();
      task.complete(TaskResult.of(""));

      assertThat(Duration.ofNanos(response.awaitAbort() - from))
          .isBetween(TIME_OUT, TIME_OUT.multipliedBy(2));
      assertThat(told.get(20, SECONDS)).isEqualTo(SessionEnd.COMPLETED);
      assertThat(transport.sessions()).isZero();
    }
  }

  static Stream<HangingEnd> hangingEnds() {
    return Stream.of(new HangingEnd(true), new HangingEnd(false));
  }
}
