package dev.tidings.client;

import dev.tidings.client.EventLines.ProtocolException;
import dev.tidings.client.TaskEvent.Origin;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of their JSON. */
final class EventParser {
  private final JsonTree json;

  EventParser(int maxEventLength) {
    json = new JsonTree(maxEventLength);
  }

  /** Any object of the server's, such as a refusal. */
  Fields fields(String text) throws ProtocolException {
    return new Fields(json.object(text));
  }

  /**
   * The event, or null if it is of a kind that is not known here.
   *
   * @throws ProtocolException if it is no JSON object, or a field is missing or of a wrong type
   */
  @Nullable TaskEvent event(@Nullable String id, String text) throws ProtocolException {
    Fields fields = fields(text);
    Origin origin =
        new Origin(id, fields.textOr("task_id", ""), fields.time("timestamp"), fields.all());
    return switch (fields.textOr("type", "")) {
      case "enhanced_status" -> status(origin, fields);
      case "enhanced_progress" -> progress(origin, fields);
      case "enhanced_token" -> text(origin, fields);
      case "enhanced_data" ->
          new TaskEvent.Data(
              origin, fields.textOr("stage", ""), fields.text("name"), fields.object("data"));
      case "enhanced_ping" -> ping(origin, fields);
      case "enhanced_complete" -> completed(origin, fields);
      case "enhanced_error" -> failed(origin, fields);
      default -> null;
    };
  }

  private static TaskEvent status(Origin origin, Fields fields) throws ProtocolException {
    return new TaskEvent.Status(
        origin,
        fields.text("status"),
        fields.number("progress", 0),
        fields.textOrNull("message"),
        fields.object("task_info"),
        fields.textOrNull("text"),
        fields.object("data"),
        fields.truthOr("resync", false));
  }

  private static TaskEvent progress(Origin origin, Fields fields) throws ProtocolException {
    return new TaskEvent.Progress(
        origin,
        fields.text("stage"),
        fields.number("progress", 0),
        fields.textOr("message", ""),
        fields.textOrNull("message_key"),
        fields.millis("eta_ms"),
        fields.number("update_number", 0));
  }

  private static TaskEvent text(Origin origin, Fields fields) throws ProtocolException {
    int offset = fields.number("offset", 0);
    if (offset < 0) {
      throw new ProtocolException("field 'offset' of an event is below 0");
    }
    return new TaskEvent.Text(origin, fields.textOr("stage", ""), fields.text("text"), offset);
  }

  private static TaskEvent ping(Origin origin, Fields fields) throws ProtocolException {
    Duration silent = fields.millis("silent_ms");
    return new TaskEvent.Ping(
        origin,
        Duration.ofSeconds(fields.number("connection_alive_seconds", 0)),
        fields.textOr("stage", ""),
        silent == null ? Duration.ZERO : silent);
  }

  private static TaskEvent completed(Origin origin, Fields fields) throws ProtocolException {
    Fields result = new Fields(fields.object("result"));
    Fields summary = new Fields(fields.object("summary"));
    return new TaskEvent.Completed(
        origin,
        result.text("response"),
        result.numberOrNone("confidence"),
        result.textOr("confidence_method", "none"),
        result.objects("sources"),
        result.textOrNull("model"),
        result.textOrNull("finish_reason"),
        summary.millis("total_processing_time"),
        summary.durations("stage_durations_ms"));
  }

  private static TaskEvent failed(Origin origin, Fields fields) throws ProtocolException {
    return new TaskEvent.Failed(
        origin,
        fields.textOr("error", ""),
        fields.textOr("code", "internal"),
        fields.textOr("stage", ""),
        fields.truthOr("retryable", false),
        fields.millis("retry_after_ms"),
        fields.textOrNull("partial_response"));
  }

  /** A text as it would have come: of that part of the answer, in place of another event. */
  static TaskEvent.Text text(
      Origin like, @Nullable String id, String stage, String text, int offset) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "enhanced_token");
    fields.put("task_id", like.taskId());
    Object time = like.fields().get("timestamp");
    if (time != null) {
      fields.put("timestamp", time);
    }
    fields.put("stage", stage);
    fields.put("text", text);
    fields.put("offset", (long) offset);
    Origin origin = new Origin(id, like.taskId(), like.time(), Collections.unmodifiableMap(fields));
    return new TaskEvent.Text(origin, stage, text, offset);
  }
}
