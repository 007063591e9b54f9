package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** On Javalin 7, through the Jetty beneath it; Javalin's own compression stays out of it. */
public final class JavalinHost {
  private final ProgressHub hub;
  private final RagPipeline pipeline;
  private final SseTransport transport;

  /** A host of the tasks of that hub. */
  public JavalinHost(ProgressHub hub, RagPipeline pipeline, SseTransport transport) {
    this.hub = hub;
    this.pipeline = pipeline;
    this.transport = transport;
  }

  /** Adds the two routes. */
  public void register(RoutesConfig routes) {
    routes.post("/questions", this::ask);
    routes.get("/questions/{id}", this::watch);
  }

  // snippet: javalin
  private void ask(Context context) {
    RagQuery query =
        new RagQuery(
            Objects.requireNonNullElse(context.formParam("question"), ""),
            Locale.ENGLISH,
            Map.of(),
            RagQuery.Delivery.STREAMED);
    ProgressTracker tracker = hub.start(Task.create("task_" + UUID.randomUUID()));
    pipeline.submit(tracker, query);
    context.result(tracker.view().task().id());
  }

  private void watch(Context context) {
    SseResponse answer =
        transport.respond(
            StreamRequest.forTask(context.pathParam("id"))
                .lastEventId(context.header("Last-Event-ID")));
    context.status(answer.status());
    answer.headers().forEach(context.res()::setHeader);
    if (answer.kind() == StreamAnswer.Kind.STREAM) {
      // Javalin makes the request asynchronous for a future; the sink completes it in the end.
      context.future(
          () -> {
            answer.stream(JettySink.of(context.req().getAsyncContext()));
            return new CompletableFuture<>();
          });
    }
  }
  // end of snippet
}
