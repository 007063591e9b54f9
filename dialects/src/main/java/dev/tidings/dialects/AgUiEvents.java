package dev.tidings.dialects;

import dev.tidings.Confidence;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.TaskHead;
import dev.tidings.TaskResult;
import dev.tidings.TokenUsage;
import dev.tidings.stream.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes AG-UI's events with the fields that its schema has and no other: its client warns of more.
 */
final class AgUiEvents {
  private final String taskId;
  private final String threadId;
  private final Words out;
  private final long epochMillis;

  AgUiEvents(TaskHead task, Words out, long epochMillis) {
    this.taskId = task.task().id();
    this.threadId = AgUi.threadId(task);
    this.out = out;
    this.epochMillis = epochMillis;
  }

  void started(@Nullable String version) {
    put(
        "RUN_STARTED",
        json -> {
          run(json);
          if (version != null) {
            json.writeStringProperty("protocolVersion", version);
          }
        });
  }

  private void run(JsonGenerator json) {
    json.writeStringProperty("threadId", threadId);
    json.writeStringProperty("runId", taskId);
  }

  /** All messages of the thread; the answer has one place among them, its old one if it had one. */
  void messages(List<AgUi.Message> others, String answer) {
    put(
        "MESSAGES_SNAPSHOT",
        json -> {
          json.writeArrayPropertyStart("messages");
          boolean told = answer.isEmpty();
          for (AgUi.Message message : others) {
            if (!message.id().equals(AgUi.answerId(taskId))) {
              json.writeRawValue(message.json());
            } else if (!told) {
              answer(json, answer);
              told = true;
            }
          }
          if (!told) {
            answer(json, answer);
          }
          json.writeEndArray();
        });
  }

  private void answer(JsonGenerator json, String text) {
    json.writeStartObject();
    json.writeStringProperty("id", AgUi.answerId(taskId));
    json.writeStringProperty("role", "assistant");
    json.writeStringProperty("content", text);
    json.writeEndObject();
  }

  /** How far the run is; without a time to the end where none is known. */
  void activity(String status, String stage, int percent, String message, @Nullable Duration eta) {
    put(
        "ACTIVITY_SNAPSHOT",
        json -> {
          json.writeStringProperty("messageId", taskId + "-progress");
          json.writeStringProperty("activityType", "tidings.progress");
          json.writeObjectPropertyStart("content");
          json.writeStringProperty("status", status);
          json.writeStringProperty("stage", stage);
          json.writeNumberProperty("percent", percent);
          json.writeStringProperty("message", message);
          if (eta != null) {
            json.writeNumberProperty("eta_ms", eta.toMillis());
          }
          json.writeEndObject();
        });
  }

  void step(String type, Stage stage) {
    put(type, json -> json.writeStringProperty("stepName", stage.name()));
  }

  void startText() {
    put(
        "TEXT_MESSAGE_START",
        json -> {
          json.writeStringProperty("messageId", AgUi.answerId(taskId));
          json.writeStringProperty("role", "assistant");
        });
  }

  void text(String delta) {
    put(
        "TEXT_MESSAGE_CONTENT",
        json -> {
          json.writeStringProperty("messageId", AgUi.answerId(taskId));
          json.writeStringProperty("delta", delta);
        });
  }

  void endText() {
    put("TEXT_MESSAGE_END", json -> json.writeStringProperty("messageId", AgUi.answerId(taskId)));
  }

  void fact(String name, Map<String, Object> values) {
    custom(name, json -> EnhancedDialect.values(json, values));
  }

  void sources(List<Source> sources) {
    custom("sources", json -> ResultJson.sources(json, sources));
  }

  private void custom(String name, Consumer<JsonGenerator> fields) {
    put(
        "CUSTOM",
        json -> {
          json.writeStringProperty("name", "tidings." + name);
          json.writeObjectPropertyStart("value");
          fields.accept(json);
          json.writeEndObject();
        });
  }

  void finished(Completed end) {
    put(
        "RUN_FINISHED",
        json -> {
          run(json);
          json.writeName("result");
          result(json, end);
          outcome(json, "success");
          usage(json, end.result());
        });
  }

  void cancelled() {
    put(
        "RUN_FINISHED",
        json -> {
          run(json);
          outcome(json, "cancelled");
        });
  }

  void error(String sentence, String code) {
    put(
        "RUN_ERROR",
        json -> {
          json.writeStringProperty("message", sentence);
          json.writeStringProperty("code", code);
        });
  }

  private static void outcome(JsonGenerator json, String type) {
    json.writeObjectPropertyStart("outcome");
    json.writeStringProperty("type", type);
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, Completed end) {
    TaskResult result = end.result();
    json.writeStartObject();
    json.writeStringProperty("response", result.response());
    Confidence confidence = result.confidence();
    if (confidence != null) {
      json.writeNumberProperty("confidence", confidence.percent());
      json.writeStringProperty("confidence_method", confidence.method());
    }
    json.writeNumberProperty("processing_time_ms", end.summary().processing().toMillis());
    ResultJson.sources(json, result.sources());
    if (result.model() != null) {
      json.writeStringProperty("model", result.model());
    }
    if (result.finishReason() != null) {
      json.writeStringProperty("finish_reason", result.finishReason());
    }
    json.writeEndObject();
  }

  private static void usage(JsonGenerator json, TaskResult result) {
    TokenUsage usage = result.usage();
    if (usage != null) {
      json.writeArrayPropertyStart("usage");
      json.writeStartObject();
      if (result.model() != null) {
        json.writeStringProperty("model", result.model());
      }
      AiSdkResult.usage(json, usage);
      json.writeEndObject();
      json.writeEndArray();
    }
  }

  private void put(String type, Consumer<JsonGenerator> fields) {
    out.message(
        JsonBodies.object(
            json -> {
              json.writeStringProperty("type", type);
              json.writeNumberProperty("timestamp", epochMillis);
              fields.accept(json);
            }));
  }
}
