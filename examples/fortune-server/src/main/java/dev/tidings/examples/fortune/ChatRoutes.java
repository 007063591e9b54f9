package dev.tidings.examples.fortune;

import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.journal.JournalUnavailableException;
import dev.tidings.rag.RagPipeline;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Asking, polling, fetching the result and cancelling. */
final class ChatRoutes {
  static final String STREAMING = "/api/v1/streaming-chat";
  static final String ASYNC = "/api/v1/async-chat";

  private final ProgressHub hub;
  private final ProgressHub found;
  private final RagPipeline pipeline;
  private final Desk desk;
  private final DemoLimits limits;
  private final OwnTasks tasks;
  private final Tickets tickets;

  ChatRoutes(
      ProgressHub hub,
      ProgressHub found,
      RagPipeline pipeline,
      Desk desk,
      DemoLimits limits,
      Tickets tickets) {
    this.hub = hub;
    this.found = found;
    this.tasks = new OwnTasks(found);
    this.pipeline = pipeline;
    this.desk = desk;
    this.limits = limits;
    this.tickets = tickets;
  }

  void register(RoutesConfig routes, Gate gate) {
    routes.post(STREAMING + "/ask-question", gate.require(this::askStreaming));
    routes.post(ASYNC + "/ask-question", gate.require(this::askAsync));
    Reads.at(routes, STREAMING + "/progress/{task_id}", gate.require(this::progress));
    Reads.at(routes, STREAMING + "/result/{task_id}", gate.require(this::result));
    routes.post(STREAMING + "/cancel/{task_id}", gate.require(this::cancel));
  }

  private void askStreaming(Context context, Identity identity) {
    TaskView task = ask(context, identity);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("task_id", task.task().id());
    answer.put("sse_url", ASYNC + "/sse/" + task.task().id());
    answer.put("enhanced_sse_url", STREAMING + "/sse/" + task.task().id());
    answer.put("status", "queued");
    answer.put("streaming_enabled", task.task().attributes().get("streaming_enabled"));
    answer.put("stream_ticket", tickets.issue(task.task().id(), identity));
    Json.answer(context, answer);
  }

  private void askAsync(Context context, Identity identity) {
    TaskView task = ask(context, identity);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("task_id", task.task().id());
    answer.put("sse_url", ASYNC + "/sse/" + task.task().id());
    answer.put("status", "queued");
    Json.answer(context, answer);
  }

  private TaskView ask(Context context, Identity identity) {
    limits.takeQuestion(context);
    return desk.ask(hub, pipeline, identity.user(), QuestionBody.read(context));
  }

  private void progress(Context context, Identity identity) {
    Json.answer(context, progressOf(find(context, identity), identity));
  }

  private void result(Context context, Identity identity) {
    TaskView task = find(context, identity);
    Optional<ProgressEvent> end = task.terminalEvent();
    if (end.isEmpty()) {
      Json.answer(context.status(202), progressOf(task, identity));
      return;
    }
    byte[] body = Dialects.enhanced().bodies(task, end.get()).get(0);
    Json.answer(context, body);
  }

  private void cancel(Context context, Identity identity) {
    TaskView task = find(context, identity);
    // Whoever asks now is told the end; only with a journal is there anything to wait for.
    try {
      boolean unused = found.cancel(task.task().id()).toCompletableFuture().join();
    } catch (CompletionException fault) {
      if (fault.getCause() instanceof JournalUnavailableException) {
        // The work has stopped if it is here; its end is told once the store takes it.
        throw Problem.storeAway();
      }
      throw fault;
    }
    Json.answer(context, progressOf(task, identity));
  }

  private TaskView find(Context context, Identity identity) {
    String id = context.pathParam("task_id");
    return tasks.find(id, identity).orElseThrow(() -> Problem.unknownTask(id));
  }

  private Map<String, Object> progressOf(TaskView task, Identity identity) {
    TaskSnapshot snapshot = task.snapshot();
    Message message = snapshot.message();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("current_stage", snapshot.stage().name());
    info.put("elapsed_time_seconds", task.elapsed().toMillis() / 1000.0);
    info.put("subscribers_count", task.subscribers());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("task_id", task.task().id());
    answer.put("current_status", snapshot.status());
    answer.put("current_progress", snapshot.percent());
    answer.put(
        "status_message", task.render(message != null ? message : Message.of("task.queued")));
    answer.put("tracker_active", snapshot.outcome().isEmpty());
    answer.put("tracker_info", info);
    answer.put("stream_ticket", tickets.issue(task.task().id(), identity));
    return answer;
  }
}
