package dev.tidings.examples.fortune;

import dev.tidings.TaskView;
import dev.tidings.dialects.DurableAnswer;
import dev.tidings.dialects.DurableRequest;
import dev.tidings.dialects.DurableRequest.Live;
import dev.tidings.dialects.DurableStreams;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What readers of Durable Streams call: a task is a stream that only the server writes. */
final class DurableRoutes {
  static final String STREAM = "/api/v1/durable";

  private final DurableStreams durable;
  private final OwnTasks tasks;
  private final StreamAnswers streams;
  private final OpenStreams open;

  DurableRoutes(DurableStreams durable, OwnTasks tasks, StreamAnswers streams, OpenStreams open) {
    this.durable = durable;
    this.tasks = tasks;
    this.streams = streams;
    this.open = open;
  }

  void register(RoutesConfig routes, Gate gate) {
    Reads.at(routes, STREAM + "/{task_id}", gate.require(this::read));
  }

  private void read(Context context, Identity identity) {
    // A browser's cache does not know whose its entries are.
    context.res().addHeader("Vary", "Authorization");
    String id = context.pathParam("task_id");
    TaskView task = tasks.find(id, identity).orElseThrow(() -> Problem.unknownTask(id));
    if (context.method().equals(HandlerType.HEAD)) {
      begin(context, durable.head(task));
      return;
    }
    DurableRequest request = request(context);
    if (request.live() == Live.SSE) {
      streams.answer(context, identity, durable.stream(request, task), Optional.of(task));
      return;
    }
    context.future(
        () -> {
          open.add(context.req().getAsyncContext());
          return durable
              .read(request, task)
              .toCompletableFuture()
              .thenCompose(answer -> answer(context, answer));
        });
  }

  private static DurableRequest request(Context context) {
    try {
      return DurableRequest.of(context.queryParamMap())
          .ifNoneMatch(context.header("If-None-Match"));
    } catch (IllegalArgumentException wrong) {
      throw Problem.invalid(String.valueOf(wrong.getMessage()));
    }
  }

  private static CompletableFuture<Void> answer(Context context, DurableAnswer answer) {
    begin(context, answer);
    return LargeBody.send(context, answer.body());
  }

  private static void begin(Context context, DurableAnswer answer) {
    context.status(answer.status());
    answer.headers().forEach(context::header);
  }
}
