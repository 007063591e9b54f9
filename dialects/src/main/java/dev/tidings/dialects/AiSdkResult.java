package dev.tidings.dialects;

import dev.tidings.Confidence;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.Source;
import dev.tidings.TokenUsage;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what a task gave as the AI SDK has it. */
final class AiSdkResult {
  /** What its client accepts as a reason; any other ends the chat with an error. */
  private static final Set<String> REASONS =
      Set.of("stop", "length", "content-filter", "tool-calls", "error");

  private AiSdkResult() {}

  /** A part for a source; its reference and its score are what the provider says of it. */
  static void source(JsonGenerator json, Source source, int number) {
    Object url = source.reference().get("url");
    json.writeStringProperty("type", url instanceof String ? "source-url" : "source-document");
    json.writeStringProperty("sourceId", "source-" + number);
    if (url instanceof String address) {
      json.writeStringProperty("url", address);
    } else {
      json.writeStringProperty("mediaType", "text/plain");
    }
    json.writeStringProperty("title", source.title());
    json.writeObjectPropertyStart("providerMetadata");
    json.writeObjectPropertyStart("tidings");
    EnhancedDialect.values(json, source.reference());
    if (source.score() != null && !source.reference().containsKey("score")) {
      json.writeNumberProperty("score", source.score());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  static void finish(JsonGenerator json, Completed end) {
    String reason = reason(end.result().finishReason());
    if (reason != null) {
      json.writeStringProperty("finishReason", reason);
    }
    json.writeObjectPropertyStart("messageMetadata");
    json.writeNumberProperty("processing_time_ms", end.summary().processing().toMillis());
    if (end.result().model() != null) {
      json.writeStringProperty("model", end.result().model());
    }
    Confidence confidence = end.result().confidence();
    if (confidence != null) {
      json.writeNumberProperty("confidence", confidence.percent());
      json.writeStringProperty("confidence_method", confidence.method());
    }
    TokenUsage usage = end.result().usage();
    if (usage != null) {
      json.writeObjectPropertyStart("usage");
      usage(json, usage);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** The counts under the names that both the AI SDK and AG-UI have for them. */
  static void usage(JsonGenerator json, TokenUsage usage) {
    json.writeNumberProperty("inputTokens", usage.promptTokens());
    json.writeNumberProperty("outputTokens", usage.completionTokens());
    json.writeNumberProperty("totalTokens", usage.totalTokens());
  }

  private static @Nullable String reason(@Nullable String given) {
    if (given == null) {
      return null;
    }
    String reason = given.replace('_', '-');
    return REASONS.contains(reason) ? reason : "other";
  }
}
