package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.sse.testing.FlowServer;
import dev.tidings.sse.testing.JdkHttpServer;
import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.Stalls;
import dev.tidings.sse.testing.TomcatServer;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.sink.SinkServer;
import dev.tidings.testkit.sink.SocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a newcomer gets who sets nothing, in real time and over real connections: a hub, a transport
 * and a pipeline with their defaults. The build runs this on one processor, too.
 */
class DefaultsTest {
  /** WIRE: with nothing but defaults an event leaves within this time. */
  private static final Duration LIVE = Duration.ofMillis(50);

  private static final int PIECES = 60;
  private static final int PIECE_MILLIS = 25;

  private final Stalls machine = new Stalls();
  private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService clients = Executors.newCachedThreadPool();

  /** Starts one kind of host. */
  @FunctionalInterface
  interface Host {
    SinkServer start() throws Exception;
  }

  static Stream<Host> hosts() {
    return Stream.of(
        () -> new JettyServer(JettySink::of),
        () -> new JettyServer(ServletSink::of),
        () -> new TomcatServer(ServletSink::of),
        FlowServer::new,
        JdkHttpServer::new,
        () -> new SocketServer(OutputStreamSink::of));
  }

  @BeforeEach
  void warmUp() throws Exception {
    // Classes are loaded and the first code compiled: not what is measured here.
    try (SinkServer server = new JettyServer(JettySink::of);
        ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = SseTransport.of(hub)) {
      assertThat(ask(hub, transport, pipeline(5), server, 2)).isNotEmpty();
    }
    Duration unused = machine.worstStall();
  }

  @AfterEach
  void stop() {
    machine.close();
    beat.shutdownNow();
    clients.shutdownNow();
  }

  /** A model whose pieces come from a clock outside; each says when the model was given it. */
  private ChatModel slowModel(int pieces) {
    return (request, listener, cancellation) -> {
      listener.sent();
      BlockingQueue<String> given = new LinkedBlockingQueue<>();
      ScheduledFuture<?> clock =
          beat.scheduleAtFixedRate(() -> given.add("."), 0, PIECE_MILLIS, MILLISECONDS);
      try {
        for (int i = 0; i < pieces; i++) {
          given.take();
          listener.content("@" + System.nanoTime() + ";");
        }
      } catch (InterruptedException stopped) {
        throw new AssertionError(stopped);
      } finally {
        clock.cancel(false);
      }
      listener.finished("stop");
      return new ChatCompletion("slow", "stop", null, null);
    };
  }

  private RagPipeline pipeline() {
    return pipeline(PIECES);
  }

  private RagPipeline pipeline(int pieces) {
    return builder(pieces).build();
  }

  private RagPipeline.Builder builder(int pieces) {
    return RagPipeline.builder()
        .retriever(
            (query, listener, cancellation) ->
                new Retrieval(
                    List.of(new Passage("title", "text", null, Map.of(), Map.of())), null))
        .prompt((query, passages) -> List.of(new ChatMessage(ChatMessage.Role.USER, "?")))
        .model(slowModel(pieces));
  }

  /** Asks so many questions at once; how late each piece of each answer came to its client. */
  private List<Duration> ask(
      ProgressHub hub,
      SseTransport transport,
      RagPipeline pipeline,
      SinkServer server,
      int questions)
      throws Exception {
    List<CompletableFuture<List<Duration>>> delays = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      ProgressTracker tracker = hub.start(Task.create("question" + i));
      delays.add(watch(transport, server, tracker.view()));
      pipeline.submit(
          tracker, new RagQuery("?", Locale.ENGLISH, Map.of(), RagQuery.Delivery.STREAMED));
    }
    List<Duration> all = new ArrayList<>();
    for (CompletableFuture<List<Duration>> client : delays) {
      all.addAll(client.get(60, SECONDS));
    }
    return all;
  }

  private CompletableFuture<List<Duration>> watch(
      SseTransport transport, SinkServer server, TaskView task) throws Exception {
    Socket socket = connect(server.port());
    Session unused =
        transport.respond(StreamRequest.forTask(task.task().id())).stream(server.nextSink());
    return CompletableFuture.supplyAsync(() -> delays(socket), clients);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static List<Duration> delays(Socket socket) {
    List<Duration> delays = new ArrayList<>();
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        for (int at = line.indexOf('@'); at >= 0; at = line.indexOf('@', at + 1)) {
          if (line.contains("enhanced_token")) {
            long then = Long.parseLong(line.substring(at + 1, line.indexOf(';', at)));
            delays.add(Duration.ofNanos(now - then));
          }
        }
        if (line.contains("enhanced_complete")) {
          return delays;
        }
      }
      throw new AssertionError("the stream ended before the answer: " + delays.size() + " pieces");
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  /** What the machine itself adds is measured beside, and no fault of ours. */
  private void assertLive(List<Duration> delays, int pieces) {
    Duration stall = machine.worstStall();
    assertThat(delays).hasSize(pieces);
    List<Duration> sorted = delays.stream().sorted().toList();
    Duration p99 = sorted.get(sorted.size() * 99 / 100);
    System.out.println(
        "Live by default: median "
            + sorted.get(sorted.size() / 2).toNanos() / 1_000
            + " µs, p99 "
            + p99.toNanos() / 1_000
            + " µs of "
            + pieces
            + ", the machine's own worst stall "
            + stall.toNanos() / 1_000
            + " µs");
    assertThat(p99).isLessThan(LIVE.plus(stall));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void slowQuestionsAreLive(Host host) throws Exception {
    for (int questions : new int[] {1, 8}) {
      try (SinkServer server = host.start();
          ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
          SseTransport transport = SseTransport.of(hub)) {
        assertLive(ask(hub, transport, pipeline(), server, questions), questions * PIECES);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("hosts")
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
  void slowQuestionsAreLiveOnVirtualThreads(Host host) throws Exception {
    ExecutorService virtual = virtualThreads();
    try (SinkServer server = host.start();
        ProgressHub hub = ProgressHub.builder().executor(virtual).build();
        SseTransport transport = SseTransport.of(hub)) {
      RagPipeline pipeline = builder(PIECES).executor(virtual).build();
      assertLive(ask(hub, transport, pipeline, server, 8), 8 * PIECES);
    } finally {
      virtual.shutdownNow();
    }
  }

  private static ExecutorService virtualThreads()
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aListenerThatBlocksDelaysNobody(Host host) throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    try (SinkServer server = host.start();
        ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport = SseTransport.of(hub)) {
      for (int i = 0; i < 20; i++) {
        ProgressTracker other = hub.start(Task.create("blocked" + i));
        other.view().subscribe((task, event) -> awaitQuietly(freed));
      }
      assertLive(ask(hub, transport, pipeline(), server, 4), 4 * PIECES);
    } finally {
      freed.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aClientThatTakesNothingIsCutOnTimeAndOthersAreLive(Host host) throws Exception {
    Duration timeOut = Duration.ofSeconds(1);
    try (SinkServer server = host.start();
        ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
        SseTransport transport =
            SseTransport.of(TaskStreams.builder(hub).writeTimeout(timeOut).build())) {
      CompletableFuture<Long> cut = new CompletableFuture<>();
      ProgressTracker flood = hub.start(Task.create("flood"));
      try (Socket stalled = connect(server.port())) {
        Session session =
            transport.respond(StreamRequest.forTask("flood")).stream(server.nextSink());
        session.onEnd(
            reason -> {
              if (reason == SessionEnd.WRITE_TIMEOUT) {
                cut.complete(System.nanoTime());
              } else {
                cut.completeExceptionally(new AssertionError(reason));
              }
            });
        long from = System.nanoTime();
        for (int i = 0; i < 4_000; i++) {
          flood.token("more than the buffers between us hold ".repeat(50));
        }
        assertLive(ask(hub, transport, pipeline(), server, 2), 2 * PIECES);

        Duration took = Duration.ofNanos(cut.get(20, SECONDS) - from);
        assertThat(took).isBetween(timeOut, timeOut.multipliedBy(2));
        assertThat(stalled.isConnected()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void pingsAreOnTimeAndADrainIsToo(Host host) throws Exception {
    Duration interval = Duration.ofMillis(400);
    try (SinkServer server = host.start()) {
      ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
      SseTransport transport =
          SseTransport.of(TaskStreams.builder(hub).ping(Dialects.enhanced(), interval).build());
      ProgressTracker silent = hub.start(Task.create("silent"));
      try (Socket socket = connect(server.port());
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        Session unused =
            transport.respond(StreamRequest.forTask("silent")).stream(server.nextSink());
        awaitLine(lines, "enhanced_ping");
        for (int i = 0; i < 4; i++) {
          long from = System.nanoTime();
          awaitLine(lines, "enhanced_ping");
          assertThat(Duration.ofNanos(System.nanoTime() - from))
              .isBetween(interval.dividedBy(2), interval.multipliedBy(2));
        }
        long from = System.nanoTime();
        hub.close();
        transport.drain(Duration.ofSeconds(10));

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(1));
        awaitLine(lines, "\"code\":\"shutdown\"");
        assertThat(silent.view().subscribers()).isZero();
      }
    }
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return;
      }
    }
    throw new AssertionError("the stream ended without " + part);
  }
}
