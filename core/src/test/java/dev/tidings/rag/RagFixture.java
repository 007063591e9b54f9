package dev.tidings.rag;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.testing.EventReference;
import dev.tidings.testing.ManualHub;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One question on a hub that moves by hand, and what came of it. */
final class RagFixture {
  final ManualHub parts = ManualHub.create();
  final ProgressHub hub;
  final ProgressTracker tracker;

  RagFixture() {
    this(StageModel.ragLlm());
  }

  RagFixture(StageModel stages) {
    hub = parts.builder().stages(stages).retainedBytes(1 << 24).build();
    tracker = hub.start(Task.create("t"));
  }

  static final PromptTemplate PROMPT =
      (query, passages) ->
          List.of(
              new ChatMessage(ChatMessage.Role.SYSTEM, passages.get(0).text()),
              new ChatMessage(ChatMessage.Role.USER, query.question()));

  static RagQuery query(RagQuery.Delivery delivery) {
    return new RagQuery("會有消息嗎？", Locale.CHINESE, Map.of("number", 40), delivery);
  }

  static RagQuery query() {
    return query(RagQuery.Delivery.STREAMED);
  }

  static RagPipeline.Builder pipeline(Retriever retriever, ChatModel model) {
    return RagPipeline.builder().retriever(retriever).prompt(PROMPT).model(model);
  }

  List<ProgressEvent> events() {
    List<ProgressEvent> events = ManualHub.eventsOf(tracker);
    EventReference.of(events);
    return events;
  }

  /** Each progress event as stage, percent and message key. */
  List<String> steps() {
    return events().stream()
        .filter(Progress.class::isInstance)
        .map(Progress.class::cast)
        .map(p -> p.stage() + " " + p.percent() + " " + p.message())
        .toList();
  }

  List<Text> texts() {
    return events().stream().filter(Text.class::isInstance).map(Text.class::cast).toList();
  }

  ProgressEvent last() {
    List<ProgressEvent> events = events();
    return events.get(events.size() - 1);
  }

  TaskResult result() {
    return ((Completed) last()).result();
  }

  TaskFailure failure() {
    return ((Failed) last()).failure();
  }
}
