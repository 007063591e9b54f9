package dev.tidings.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.rag.ChatMessage;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the body of a chat completion request. */
final class RequestJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RequestJson() {}

  /** UTF-8; half a surrogate pair, which UTF-8 cannot carry, becomes a question mark. */
  static byte[] of(Settings settings, List<ChatMessage> prompt) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("model", settings.model());
    ArrayNode messages = body.putArray("messages");
    for (ChatMessage message : prompt) {
      messages
          .addObject()
          .put("role", message.role().name().toLowerCase(Locale.ROOT))
          .put("content", message.content());
    }
    body.put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    if (settings.temperature() != null) {
      body.put("temperature", settings.temperature());
    }
    if (settings.maxTokens() != null) {
      body.put("max_tokens", settings.maxTokens());
    }
    if (settings.logprobs()) {
      body.put("logprobs", true);
    }
    return MAPPER.writeValueAsString(body).getBytes(UTF_8);
  }
}
