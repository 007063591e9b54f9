package dev.tidings.examples.fortune;

import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.SseRequest;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Dialect;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.AsyncContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The two streams of a task. */
final class StreamRoutes {
  private final SseTransport transport;
  private final OwnTasks tasks;
  private final OpenStreams open;

  StreamRoutes(SseTransport transport, OwnTasks tasks, OpenStreams open) {
    this.transport = transport;
    this.tasks = tasks;
    this.open = open;
  }

  void register(RoutesConfig routes, Gate gate) {
    Reads.at(
        routes,
        ChatRoutes.STREAMING + "/sse/{task_id}",
        gate.requireForStream(
            (context, identity) -> stream(context, identity, Dialects.enhanced())));
    Reads.at(
        routes,
        ChatRoutes.ASYNC + "/sse/{task_id}",
        gate.requireForStream(
            (context, identity) -> stream(context, identity, Dialects.traditional())));
  }

  private void stream(Context context, Identity identity, Dialect dialect) {
    String id = context.pathParam("task_id");
    Optional<TaskView> task = tasks.find(id, identity);
    SseResponse response =
        transport.respond(
            SseRequest.forTask(id)
                .dialect(dialect)
                .lastEventId(lastEventId(context))
                .user(identity.user())
                .expiresAt(identity.expiresAt())
                .locale(Languages.of(context.header("Accept-Language"))),
            task);
    switch (response.kind()) {
      case STREAM -> start(context, response);
      case NOTHING_MORE -> context.status(response.status());
      case UNKNOWN_TASK, GONE -> throw Problem.unknownTask(id);
      case TOO_MANY_STREAMS -> throw Problem.tooManyStreams(response.detail());
      case BUSY -> throw Problem.busy(response.detail());
    }
  }

  private static @Nullable String lastEventId(Context context) {
    String header = context.header("Last-Event-ID");
    return header != null ? header : context.queryParam("last_event_id");
  }

  private void start(Context context, SseResponse response) {
    context.status(response.status());
    response.headers().forEach(context.res()::setHeader);
    if (context.method().equals(HandlerType.HEAD)) {
      return;
    }
    // Javalin makes the request asynchronous for a future; the sink completes the request itself.
    context.future(
        () -> {
          AsyncContext asynchronous = context.req().getAsyncContext();
          open.add(asynchronous);
          response.stream(JettySink.of(asynchronous));
          return new CompletableFuture<>();
        });
  }
}
