package dev.tidings.examples.fortune;

import dev.tidings.ProgressHub;
import dev.tidings.TaskView;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.StreamRequest;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.AsyncContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers requests with a task's stream, in whatever dialect. */
final class StreamAnswers {
  private final SseTransport transport;
  private final OpenStreams open;

  StreamAnswers(SseTransport transport, OpenStreams open) {
    this.transport = transport;
    this.open = open;
  }

  /** The stream that is asked for, on behalf of that user, or why there is none. */
  void answer(Context context, Identity identity, StreamRequest request, Optional<TaskView> task) {
    SseResponse response =
        transport.respond(
            request
                .user(identity.user())
                .expiresAt(identity.expiresAt())
                .locale(Languages.of(context.header("Accept-Language"))),
            task);
    switch (response.kind()) {
      case STREAM -> start(context, response);
      case NOTHING_MORE -> context.status(response.status());
      case UNKNOWN_TASK -> throw Problem.unknownTask(request.taskId());
      case GONE -> throw Problem.gone();
      case TOO_MANY_STREAMS -> throw Problem.tooManyStreams(response.detail());
      case BUSY -> throw Problem.busy(response.detail());
    }
  }

  /**
   * The stream of a task that this request has asked for. Where there is no place for the stream
   * there is none for the task either: nobody would know of it.
   */
  void answerAsked(
      Context context, Identity identity, StreamRequest request, ProgressHub hub, String id) {
    try {
      answer(context, identity, request, hub.find(id));
    } catch (Problem refused) {
      var unused = hub.forget(id);
      throw refused;
    }
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
