package dev.tidings.benchmarks.soak;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Tasks that complete, fail and are cancelled; clients that drop and resume; clients that never
 * read. Prints each minute what the process holds: it must not grow.
 */
public final class SoakMain {
  private static final int FOLLOWERS = 40;
  private static final int STALLED = 5;
  private static final int SEND_BUFFER = 16 * 1024;

  private final ProgressHub hub =
      ProgressHub.builder().retention(Duration.ofSeconds(30)).maxTasks(2000).build();
  private final LongAdder[] ends = new LongAdder[SessionEnd.values().length];
  private final SseTransport transport =
      SseTransport.of(
          TaskStreams.builder(hub)
              .writeTimeout(Duration.ofSeconds(5))
              .observer(
                  new StreamObserver() {
                    @Override
                    public void sessionClosed(String dialect, SessionEnd reason, Duration lived) {
                      ends[reason.ordinal()].increment();
                    }
                  })
              .build());
  private final AtomicLong tasks = new AtomicLong();
  private final LongAdder events = new LongAdder();
  private final LongAdder drops = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private volatile boolean over;

  private SoakMain() {
    for (int i = 0; i < ends.length; i++) {
      ends[i] = new LongAdder();
    }
  }

  /** Runs for as many minutes as the first argument says. */
  public static void main(String[] args) throws Exception {
    new SoakMain().run(Integer.parseInt(args[0]));
  }

  private void run(int minutes) throws Exception {
    Javalin web =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.jetty.addConnector(
                      (server, http) -> {
                        ServerConnector connector = new ServerConnector(server);
                        connector.setHost("127.0.0.1");
                        connector.setPort(0);
                        // Else the kernel takes all that a client leaves.
                        connector.setAcceptedSendBufferSize(SEND_BUFFER);
                        return connector;
                      });
                  config.routes.get("/stream/{task}", this::stream);
                })
            .start();
    ExecutorService threads = Executors.newCachedThreadPool();
    for (int i = 0; i < FOLLOWERS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      threads.execute(() -> followTasks(threads, web.port(), random));
    }
    threads.execute(() -> stallClients(web.port()));
    System.out.println(
        "| minute | live heap MiB | threads | open files | tasks held | streams | tasks run"
            + " | events checked | drops | write time-outs | faults |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (int minute = 1; minute <= minutes; minute++) {
      TimeUnit.MINUTES.sleep(1);
      say(minute);
    }
    over = true;
    threads.shutdown();
    boolean finished = threads.awaitTermination(30, TimeUnit.SECONDS);
    web.stop();
    transport.close();
    hub.close();
    System.out.println("finished: " + finished + ", ends: " + endsByReason());
    System.exit(faults.sum() == 0 && finished ? 0 : 1);
  }

  private void stream(Context context) {
    StreamRequest request =
        StreamRequest.forTask(context.pathParam("task"))
            .lastEventId(context.header("Last-Event-ID"));
    SseResponse response = transport.respond(request);
    context.status(response.status());
    response.headers().forEach(context.res()::setHeader);
    if (response.kind() == StreamAnswer.Kind.STREAM) {
      context.future(
          () -> {
            response.stream(JettySink.of(context.req().getAsyncContext()));
            return new CompletableFuture<>();
          });
    }
  }

  private void followTasks(ExecutorService threads, int port, SplittableRandom random) {
    while (!over) {
      try {
        String id = "task" + tasks.incrementAndGet();
        Worker worker = new Worker(hub.start(Task.create(id)), random.split());
        threads.execute(
            () -> {
              try {
                worker.work();
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
        Client client = new Client(port, id, random.split());
        client.follow();
        events.add(client.events());
        drops.add(client.drops());
      } catch (IOException | RuntimeException fault) {
        faults.increment();
        fault.printStackTrace();
      }
    }
  }

  /** One task after another with much text, and clients of it that never read. */
  private void stallClients(int port) {
    String text = "x".repeat(16 * 1024);
    while (!over) {
      SocketChannel[] clients = new SocketChannel[STALLED];
      try {
        String id = "large" + tasks.incrementAndGet();
        ProgressTracker task = hub.start(Task.create(id));
        for (int i = 0; i < STALLED; i++) {
          clients[i] = SocketChannel.open();
          clients[i].setOption(StandardSocketOptions.SO_RCVBUF, 4096);
          clients[i].connect(new InetSocketAddress("127.0.0.1", port));
          clients[i].write(
              ByteBuffer.wrap(
                  ("GET /stream/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII)));
        }
        for (int i = 0; i < 200 && !over; i++) {
          task.token(text);
          TimeUnit.MILLISECONDS.sleep(50);
        }
        task.complete(TaskResult.of("done"));
        for (SocketChannel client : clients) {
          client.close();
        }
      } catch (IOException | InterruptedException | RuntimeException fault) {
        faults.increment();
        fault.printStackTrace();
      }
    }
  }

  private void say(int minute) throws IOException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    long files;
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      files = open.count();
    }
    System.out.printf(
        "| %d | %.1f | %d | %d | %d | %d | %d | %d | %d | %d | %d |%n",
        minute,
        heap / 1048576.0,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        files,
        hub.size(),
        transport.sessions(),
        tasks.get(),
        events.sum(),
        drops.sum(),
        ends[SessionEnd.WRITE_TIMEOUT.ordinal()].sum(),
        faults.sum());
  }

  private String endsByReason() {
    StringBuilder text = new StringBuilder();
    for (SessionEnd reason : SessionEnd.values()) {
      text.append(reason).append(' ').append(ends[reason.ordinal()].sum()).append(' ');
    }
    return text.toString().strip();
  }
}
