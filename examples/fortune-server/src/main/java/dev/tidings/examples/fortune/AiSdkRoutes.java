package dev.tidings.examples.fortune;

import dev.tidings.ProgressHub;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.rag.RagPipeline;
import dev.tidings.stream.StreamRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code useChat} of the AI SDK calls: asking in a chat, going on after a lost connection or
 * in another tab, and stopping.
 */
final class AiSdkRoutes {
  static final String CHAT = "/api/v1/ai-sdk/chat";

  private static final String CHAT_ID = "chat_id";

  private final ProgressHub hub;
  private final ProgressHub found;
  private final RagPipeline pipeline;
  private final Desk desk;
  private final DemoLimits limits;
  private final StreamAnswers streams;

  AiSdkRoutes(
      ProgressHub hub,
      ProgressHub found,
      RagPipeline pipeline,
      Desk desk,
      DemoLimits limits,
      StreamAnswers streams) {
    this.hub = hub;
    this.found = found;
    this.pipeline = pipeline;
    this.desk = desk;
    this.limits = limits;
    this.streams = streams;
  }

  void register(RoutesConfig routes, Gate gate) {
    routes.post(CHAT, gate.require(this::ask));
    Reads.at(routes, CHAT + "/{chat_id}/stream", gate.require(this::resume));
    routes.post(CHAT + "/{chat_id}/stop", gate.require(this::stop));
  }

  private void ask(Context context, Identity identity) {
    limits.takeQuestion(context);
    JsonNode body = QuestionBody.json(context);
    String chat = ChatMessages.id(body, "id");
    QuestionBody question = QuestionBody.ofChat(body, ChatMessages.lastQuestion(body));
    Task named = Desk.newTask().attribute(CHAT_ID, chat);
    TaskView asked = desk.ask(hub, pipeline, identity.user(), question, named);
    String id = asked.task().id();
    streams.answerAsked(context, identity, request(id), found, id);
  }

  /** From the first part on: the client builds the message anew. */
  private void resume(Context context, Identity identity) {
    Optional<TaskView> task = latest(context, identity);
    if (task.isEmpty()) {
      context.status(204);
      return;
    }
    streams.answer(context, identity, request(task.get().task().id()), task);
  }

  private void stop(Context context, Identity identity) {
    latest(context, identity)
        .ifPresent(
            task -> {
              // Whoever resumes now is told the end.
              boolean unused = found.cancel(task.task().id()).toCompletableFuture().join();
            });
    context.status(204);
  }

  /**
   * Whether what is answered at a path goes to this client, which shows people a refusal's body.
   */
  static boolean serves(String path) {
    return path.equals(CHAT) || path.startsWith(CHAT + "/");
  }

  private static StreamRequest request(String taskId) {
    return StreamRequest.forTask(taskId).dialect(Dialects.aiSdk());
  }

  /** The user's newest task of the chat, wherever it runs. */
  private Optional<TaskView> latest(Context context, Identity identity) {
    String chat = context.pathParam(CHAT_ID);
    return found.tasks(identity.user()).toCompletableFuture().join().stream()
        .map(found::find)
        .flatMap(Optional::stream)
        .filter(task -> chat.equals(task.task().attributes().get(CHAT_ID)))
        .filter(task -> task.owner().equals(Optional.of(identity.user())))
        .max(Comparator.comparing(TaskView::createdAt));
  }
}
