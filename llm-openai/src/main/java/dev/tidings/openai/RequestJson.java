package dev.tidings.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatOptions;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the bodies of requests. */
final class RequestJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private RequestJson() {}

  /** A chat completion that is streamed. */
  static byte[] of(ChatSettings settings, List<ChatMessage> prompt, ChatOptions options) {
    Provider provider = settings.endpoint().provider();
    return object(
        json -> {
          Fields fields = new Fields(json, options.extra());
          fields.put("model", settings.model());
          if (fields.free("messages")) {
            json.writeArrayPropertyStart("messages");
            prompt.forEach(message -> message(json, message));
            json.writeEndArray();
          }
          fields.put("stream", true);
          if (provider.usage() == Provider.StreamUsage.ASKED) {
            fields.put("stream_options", Map.of("include_usage", true));
          }
          fields.put("temperature", options.temperature());
          fields.put("top_p", options.topP());
          fields.put("stop", options.stop().isEmpty() ? null : options.stop());
          fields.put(provider.seedField(), options.seed());
          fields.put(provider.maxTokensField(), options.maxOutputTokens());
          fields.put(
              "logprobs", options.logprobs() == ChatOptions.Logprobs.ASKED ? Boolean.TRUE : null);
          fields.put("user", options.user());
          options
              .extra()
              .forEach(
                  (name, value) -> {
                    json.writeName(name);
                    value(json, value);
                  });
        });
  }

  /** UTF-8; half a surrogate pair, which UTF-8 cannot carry, becomes a question mark. */
  static byte[] object(Consumer<JsonGenerator> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return text.toString().getBytes(UTF_8);
  }

  private static void message(JsonGenerator json, ChatMessage message) {
    json.writeStartObject();
    json.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("content", message.content());
    json.writeEndObject();
  }

  /**
   * Writes a value of a host's own.
   *
   * @throws IllegalArgumentException if it is nothing that JSON has
   */
  static void value(JsonGenerator json, @Nullable Object value) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof CharSequence text) {
      json.writeString(text.toString());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      number(json, number);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach(
          (name, field) -> {
            json.writeName(String.valueOf(name));
            value(json, field);
          });
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      list.forEach(item -> value(json, item));
      json.writeEndArray();
    } else {
      throw new IllegalArgumentException(
          "an extra field is a "
              + value.getClass().getName()
              + "; give texts, numbers, booleans, and lists and maps of them");
    }
  }

  private static void number(JsonGenerator json, Number number) {
    if (number instanceof Integer || number instanceof Long || number instanceof Short) {
      json.writeNumber(number.longValue());
    } else if (number instanceof BigInteger whole) {
      json.writeNumber(whole);
    } else if (number instanceof BigDecimal exact) {
      json.writeNumber(exact);
    } else {
      json.writeNumber(number.doubleValue());
    }
  }

  /** The fields that are ours, unless the host has one of the same name. */
  private record Fields(JsonGenerator json, Map<String, @Nullable Object> extra) {
    boolean free(String name) {
      return !extra.containsKey(name);
    }

    void put(String name, @Nullable Object value) {
      if (value != null && free(name)) {
        json.writeName(name);
        value(json, value);
      }
    }
  }
}
