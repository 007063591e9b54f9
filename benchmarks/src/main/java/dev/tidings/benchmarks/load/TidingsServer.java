package dev.tidings.benchmarks.load;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.redis.RedisJournal;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.ServletSink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.websocket.WebSocketTransport;
import io.javalin.Javalin;
import io.javalin.http.Context;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;

/** Tidings on Javalin, as a host would write it. */
final class TidingsServer implements LoadServer {
  private static final int WINDOW = 8;

  /** What carries the streams. */
  enum Wire {
    JETTY,
    AI_SDK,
    SERVLET,
    WEBSOCKET
  }

  private final Scenario scenario;
  private final Wire wire;
  private final LongAdder delivered = new LongAdder();
  private final ExecutorService executor =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final ProgressHub hub;
  private final TaskStreams streams;
  private final SseTransport transport;
  private final WebSocketTransport sockets;
  private long made;
  private final List<ProgressTracker> trackers = new ArrayList<>();

  private TidingsServer(Scenario scenario, Wire wire, ProgressHubBuilder hub) {
    this.scenario = scenario;
    this.wire = wire;
    this.hub = hub.executor(executor).build();
    this.streams =
        TaskStreams.builder(this.hub)
            .observer(
                new StreamObserver() {
                  @Override
                  public void written(int events, int bytes, long lag, Duration duration) {
                    delivered.add(events);
                  }
                })
            .build();
    this.transport = SseTransport.of(streams);
    this.sockets = WebSocketTransport.of(streams);
  }

  /** In memory. */
  TidingsServer(Scenario scenario, Wire wire) {
    this(scenario, wire, ProgressHub.builder());
    startTasks();
  }

  /** Works, and shares its tasks through Redis. */
  static TidingsServer worker(Scenario scenario, String redis) {
    TidingsServer server = elsewhere(scenario, redis);
    server.startTasks();
    return server;
  }

  /** Serves the tasks of a worker, which is another process. */
  static TidingsServer elsewhere(Scenario scenario, String redis) {
    return new TidingsServer(
        scenario, Wire.JETTY, ProgressHub.builder().journal(RedisJournal.of(redis)));
  }

  private void startTasks() {
    for (int i = 0; i < scenario.tasks(); i++) {
      trackers.add(hub.start(Task.create("task" + i)));
    }
  }

  @Override
  public int start() {
    Javalin web =
        Javalin.create(
            config -> {
              Hosts.configure(config, scenario);
              if (wire == Wire.WEBSOCKET) {
                config.jetty.modifyServletContextHandler(this::addSockets);
              } else {
                config.routes.get("/stream/{number}", this::stream);
              }
            });
    return web.start().port();
  }

  private void addSockets(ServletContextHandler servlets) {
    JakartaWebSocketServletContainerInitializer.configure(servlets, null);
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            String task = task(Integer.parseInt(request.getPathInfo().substring(1)));
            sockets.respond(StreamRequest.forTask(task), hub.find(task)).accept(request, response);
          }
        };
    servlets.addServlet(new ServletHolder(servlet), "/stream/*");
  }

  private String task(int number) {
    return "task" + number % scenario.tasks();
  }

  private void stream(Context context) {
    int number = Integer.parseInt(context.pathParam("number"));
    StreamRequest request = StreamRequest.forTask(task(number));
    SseResponse response =
        transport.respond(wire == Wire.AI_SDK ? request.dialect(Dialects.aiSdk()) : request);
    context.status(response.status());
    response.headers().forEach(context.res()::setHeader);
    context.future(
        () -> {
          response.stream(sink(context.req().getAsyncContext()));
          return new CompletableFuture<>();
        });
  }

  private Sink sink(AsyncContext context) {
    try {
      return wire == Wire.SERVLET ? ServletSink.of(context) : JettySink.of(context);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void event(int task, String message) {
    made++;
    trackers.get(task).update(Stage.PROCESSING, 50, Message.text(message));
  }

  @Override
  public boolean wantsMore(long madeInThisRun) {
    // Those of the warm-up count on both sides; each connection's first event is there before any.
    return made + scenario.connections() - delivered.sum() < (long) WINDOW * scenario.connections();
  }

  @Override
  public void end() {
    trackers.forEach(tracker -> tracker.complete(TaskResult.of(LoadClient.END)));
  }
}
