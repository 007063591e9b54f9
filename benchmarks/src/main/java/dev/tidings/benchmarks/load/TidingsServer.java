package dev.tidings.benchmarks.load;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.ServletSink;
import dev.tidings.stream.StreamRequest;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamObserver;
import io.javalin.Javalin;
import io.javalin.http.Context;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Tidings on Javalin, as a host would write it. */
final class TidingsServer implements LoadServer {
  private static final int WINDOW = 8;

  private final Scenario scenario;
  private final boolean jetty;
  private final LongAdder delivered = new LongAdder();
  private final ExecutorService executor =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final ProgressHub hub = ProgressHub.builder().executor(executor).build();
  private final SseTransport transport =
      SseTransport.builder(hub)
          .observer(
              new StreamObserver() {
                @Override
                public void written(int events, int bytes, long lag, Duration duration) {
                  delivered.add(events);
                }
              })
          .build();
  private long made;
  private final List<ProgressTracker> trackers = new ArrayList<>();

  TidingsServer(Scenario scenario, boolean jetty) {
    this.scenario = scenario;
    this.jetty = jetty;
  }

  @Override
  public int start() {
    for (int i = 0; i < scenario.tasks(); i++) {
      trackers.add(hub.start(Task.create("task" + i)));
    }
    Javalin web =
        Javalin.create(
            config -> {
              Hosts.configure(config, scenario);
              config.routes.get("/stream/{number}", this::stream);
            });
    return web.start().port();
  }

  private void stream(Context context) {
    int number = Integer.parseInt(context.pathParam("number"));
    SseResponse response =
        transport.respond(StreamRequest.forTask("task" + number % scenario.tasks()));
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
      return jetty ? JettySink.of(context) : ServletSink.of(context);
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
