package dev.tidings.examples.fortune;

import dev.tidings.ProgressHub;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.dialects.AgUi;
import dev.tidings.rag.RagPipeline;
import dev.tidings.stream.StreamRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What agents of AG-UI call: a run is a task of the same id, and asking for it again attaches. */
final class AgUiRoutes {
  static final String RUN = "/api/v1/ag-ui";

  /** In ASCII, in which half a surrogate pair can be passed on too. */
  private static final JsonMapper AS_GIVEN =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final ProgressHub hub;
  private final ProgressHub found;
  private final RagPipeline pipeline;
  private final Desk desk;
  private final DemoLimits limits;
  private final OwnTasks tasks;
  private final StreamAnswers streams;

  AgUiRoutes(
      ProgressHub hub,
      ProgressHub found,
      RagPipeline pipeline,
      Desk desk,
      DemoLimits limits,
      OwnTasks tasks,
      StreamAnswers streams) {
    this.hub = hub;
    this.found = found;
    this.pipeline = pipeline;
    this.desk = desk;
    this.limits = limits;
    this.tasks = tasks;
    this.streams = streams;
  }

  void register(RoutesConfig routes, Gate gate) {
    routes.post(RUN, gate.require(this::run));
  }

  private void run(Context context, Identity identity) {
    JsonNode body = QuestionBody.json(context);
    String id = QuestionBody.text(body, "runId");
    String thread = ChatMessages.id(body, "threadId");
    if (!Task.isId(id)) {
      throw Problem.invalid(
          "Field 'runId' must be 1 to 128 letters, digits, '_', '.', ':' or '-', beginning with a"
              + " letter or digit.");
    }
    JsonNode messages = ChatMessages.all(body);
    Optional<TaskView> known = tasks.find(id, identity);
    if (known.isEmpty() && start(context, identity, body, id, thread)) {
      streams.answerAsked(context, identity, request(body, id), found, id);
      return;
    }
    StreamRequest attached =
        request(body, id).voice(AgUi.attached(namesVersion(body), messages(messages)));
    streams.answer(context, identity, attached, known.or(() -> tasks.find(id, identity)));
  }

  /** Whether the run is a new one; it is not if another request of this moment has started it. */
  private boolean start(
      Context context, Identity identity, JsonNode body, String id, String thread) {
    limits.takeQuestion(context);
    QuestionBody question =
        QuestionBody.ofChat(body.path("forwardedProps"), ChatMessages.lastQuestion(body));
    Task named = Task.create(id).attribute(AgUi.THREAD_ID, thread);
    try {
      desk.ask(hub, pipeline, identity.user(), question, named);
      return true;
    } catch (IllegalArgumentException | Problem refused) {
      if (tasks.find(id, identity).isEmpty()) {
        throw refused;
      }
      return false;
    }
  }

  private static StreamRequest request(JsonNode body, String id) {
    return StreamRequest.forTask(id).dialect(AgUi.dialect(namesVersion(body)));
  }

  private static boolean namesVersion(JsonNode body) {
    return body.path("protocolVersion").isString();
  }

  private static List<AgUi.Message> messages(JsonNode given) {
    List<AgUi.Message> messages = new ArrayList<>();
    for (JsonNode message : given) {
      // Without an id it is not the answer's; a request that starts a run may attach to it too.
      String id = message.path("id").isString() ? message.path("id").stringValue() : "";
      messages.add(new AgUi.Message(id, AS_GIVEN.writeValueAsString(message)));
    }
    return messages;
  }
}
