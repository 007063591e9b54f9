package dev.tidings.examples.fortune;

import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two streams of a task. */
final class StreamRoutes {
  private final StreamAnswers streams;
  private final OwnTasks tasks;

  StreamRoutes(StreamAnswers streams, OwnTasks tasks) {
    this.streams = streams;
    this.tasks = tasks;
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
    StreamRequest request =
        StreamRequest.forTask(id).dialect(dialect).lastEventId(lastEventId(context));
    streams.answer(context, identity, request, task);
  }

  private static @Nullable String lastEventId(Context context) {
    String header = context.header("Last-Event-ID");
    return header != null ? header : context.queryParam("last_event_id");
  }
}
