package dev.tidings.dialects;

import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.TaskFailure;
import dev.tidings.TaskHead;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskSummary;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The dialect {@code enhanced}: every event with all its fields. */
final class EnhancedDialect implements Dialect {
  static final EnhancedDialect INSTANCE = new EnhancedDialect();

  private static final Voice VOICE = new EnhancedVoice();

  private EnhancedDialect() {}

  @Override
  public String name() {
    return "enhanced";
  }

  @Override
  public Voice voice() {
    return VOICE;
  }

  @Override
  public ErrorBody errorBody(int status, String code, String sentence) {
    return ProblemJson.body(status, code, sentence);
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    out.message(
        JsonBodies.object(
            json -> {
              if (event instanceof Progress progress) {
                progress(json, task, progress);
              } else if (event instanceof Text text) {
                text(json, task, text);
              } else if (event instanceof Data data) {
                data(json, task, data);
              } else if (event instanceof Queued) {
                queued(json, task, event);
              } else if (event instanceof Completed completed) {
                completed(json, task, completed);
              } else if (event instanceof Failed failed) {
                head(json, "enhanced_error", task, event);
                String sentence = task.render(failed.failure().message());
                failure(json, failed.failure(), failed.stage().name(), sentence);
              }
            }));
  }

  private static void head(JsonGenerator json, String type, TaskHead task, ProgressEvent event) {
    head(json, type, task.task().id(), event.timestamp());
  }

  private static void head(JsonGenerator json, String type, String taskId, Instant time) {
    json.writeStringProperty("type", type);
    json.writeStringProperty("task_id", taskId);
    json.writeStringProperty("timestamp", Timestamps.iso(time));
  }

  private static void progress(JsonGenerator json, TaskHead task, Progress event) {
    head(json, "enhanced_progress", task, event);
    json.writeStringProperty("stage", event.stage().name());
    json.writeNumberProperty("progress", event.percent());
    json.writeStringProperty("message", task.render(event.message()));
    json.writeStringProperty("message_key", event.message().key());
    if (event.eta() != null) {
      json.writeNumberProperty("eta_ms", event.eta().toMillis());
    }
    json.writeNumberProperty("update_number", event.updateNumber());
  }

  private static void text(JsonGenerator json, TaskHead task, Text event) {
    head(json, "enhanced_token", task, event);
    json.writeStringProperty("stage", event.stage().name());
    json.writeStringProperty("text", event.text());
    json.writeNumberProperty("offset", event.offset());
  }

  private static void data(JsonGenerator json, TaskHead task, Data event) {
    head(json, "enhanced_data", task, event);
    json.writeStringProperty("stage", event.stage().name());
    json.writeStringProperty("name", event.fact().name());
    json.writeName("data");
    value(json, event.fact().values());
  }

  private static void queued(JsonGenerator json, TaskHead task, ProgressEvent event) {
    head(json, "enhanced_status", task, event);
    json.writeStringProperty("status", "queued");
    json.writeNumberProperty("progress", 0);
    taskInfo(json, task);
  }

  private static void resync(JsonGenerator json, TaskHead task, Resync event) {
    TaskSnapshot snapshot = event.snapshot();
    Message message = snapshot.message();
    head(json, "enhanced_status", task, event);
    json.writeStringProperty("status", snapshot.status());
    json.writeNumberProperty("progress", snapshot.percent());
    if (message != null) {
      json.writeStringProperty("message", task.render(message));
    }
    taskInfo(json, task);
    json.writeStringProperty("text", snapshot.text());
    if (!snapshot.data().isEmpty()) {
      json.writeName("data");
      value(json, snapshot.data());
    }
    json.writeBooleanProperty("resync", true);
  }

  private static void taskInfo(JsonGenerator json, TaskHead task) {
    json.writeObjectPropertyStart("task_info");
    Map<String, Object> own = task.task().attributes();
    values(json, own);
    if (!own.containsKey("language")) {
      json.writeStringProperty("language", task.task().locale().getLanguage());
    }
    if (!own.containsKey("created_at")) {
      json.writeStringProperty("created_at", Timestamps.iso(task.createdAt()));
    }
    json.writeEndObject();
  }

  private static void completed(JsonGenerator json, TaskHead task, Completed event) {
    head(json, "enhanced_complete", task, event);
    json.writeName("result");
    ResultJson.write(json, event);
    TaskSummary summary = event.summary();
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("total_processing_time", summary.total().toMillis());
    json.writeArrayPropertyStart("stages_completed");
    summary.stagesCompleted().forEach(stage -> json.writeString(stage.name()));
    json.writeEndArray();
    json.writeObjectPropertyStart("stage_durations_ms");
    summary
        .stageDurations()
        .forEach((stage, time) -> json.writeNumberProperty(stage.name(), time.toMillis()));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void failure(
      JsonGenerator json, TaskFailure failure, String stage, String sentence) {
    json.writeStringProperty("error", sentence);
    json.writeStringProperty("code", failure.code().wireName());
    json.writeStringProperty("stage", stage);
    json.writeBooleanProperty("retryable", failure.retryable());
    json.writeBooleanProperty("retry_allowed", failure.retryable());
    if (failure.retryAfter() != null) {
      json.writeNumberProperty("retry_after_ms", failure.retryAfter().toMillis());
    }
    if (failure.partialResponse() != null) {
      json.writeStringProperty("partial_response", failure.partialResponse());
    }
  }

  /** Writes values of the types that tasks, sources and facts allow, as fields of an object. */
  static void values(JsonGenerator json, Map<?, ?> values) {
    values.forEach(
        (name, value) -> {
          json.writeName(name.toString());
          value(json, value);
        });
  }

  private static void value(JsonGenerator json, Object value) {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      list.forEach(item -> value(json, item));
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      values(json, map);
      json.writeEndObject();
    } else {
      json.writeString(value.toString());
    }
  }

  /** The state as one status, and pings that say what the work does. */
  private static final class EnhancedVoice implements Voice {
    @Override
    public void opening(TaskHead task, Resync state, Words out) {
      out.message(JsonBodies.object(json -> resync(json, task, state)));
    }

    @Override
    public void ping(TaskView task, Instant now, Duration connected, Words out) {
      out.message(
          JsonBodies.object(
              json -> {
                json.writeStringProperty("type", "enhanced_ping");
                json.writeStringProperty("timestamp", Timestamps.iso(now));
                json.writeNumberProperty("connection_alive_seconds", connected.toSeconds());
                json.writeStringProperty("stage", task.stage().name());
                json.writeNumberProperty("silent_ms", task.silence().toMillis());
              }));
    }
  }
}
