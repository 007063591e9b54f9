package dev.tidings.dialects;

import dev.tidings.Confidence;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.Source;
import dev.tidings.TaskResult;
import dev.tidings.TokenUsage;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes what a task gave; most dialects show it alike. */
final class ResultJson {
  private ResultJson() {}

  static void write(JsonGenerator json, Completed event) {
    TaskResult result = event.result();
    Confidence confidence = result.confidence();
    json.writeStartObject();
    json.writeStringProperty("response", result.response());
    json.writeName("confidence");
    if (confidence == null) {
      json.writeNull();
    } else {
      json.writeNumber(confidence.percent());
    }
    json.writeStringProperty(
        "confidence_method", confidence == null ? "none" : confidence.method());
    json.writeNumberProperty("processing_time_ms", event.summary().processing().toMillis());
    sources(json, result.sources());
    json.writeStringProperty("model", result.model());
    json.writeStringProperty("finish_reason", result.finishReason());
    TokenUsage usage = result.usage();
    if (usage != null) {
      json.writeObjectPropertyStart("usage");
      json.writeNumberProperty("prompt_tokens", usage.promptTokens());
      json.writeNumberProperty("completion_tokens", usage.completionTokens());
      json.writeNumberProperty("total_tokens", usage.totalTokens());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** The field {@code sources}. */
  static void sources(JsonGenerator json, List<Source> sources) {
    json.writeArrayPropertyStart("sources");
    for (Source source : sources) {
      json.writeStartObject();
      Map<String, Object> reference = source.reference();
      EnhancedDialect.values(json, reference);
      if (!reference.containsKey("title")) {
        json.writeStringProperty("title", source.title());
      }
      if (source.score() != null && !reference.containsKey("score")) {
        json.writeNumberProperty("score", source.score());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
