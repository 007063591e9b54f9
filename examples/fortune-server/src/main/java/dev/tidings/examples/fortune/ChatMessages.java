package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a chat, as the AI SDK and as AG-UI send them. */
final class ChatMessages {
  private static final int LONGEST_ID = 128;

  private ChatMessages() {}

  /** A name that the client gave to a conversation. */
  static String id(JsonNode body, String field) {
    String id = QuestionBody.text(body, field);
    if (id.isEmpty() || id.length() > LONGEST_ID || !UTF_8.newEncoder().canEncode(id)) {
      throw Problem.invalid("Field '" + field + "' must have 1 to " + LONGEST_ID + " characters.");
    }
    return id;
  }

  /** The text of the last message that a user wrote. */
  static String lastQuestion(JsonNode body) {
    JsonNode last = null;
    for (JsonNode message : all(body)) {
      if (message.path("role").asString("").equals("user")) {
        last = message;
      }
    }
    if (last == null) {
      throw Problem.invalid("Field 'messages' must have a message of role 'user'.");
    }
    return text(last);
  }

  /** All messages; each is an object. */
  static JsonNode all(JsonNode body) {
    JsonNode messages = body.get("messages");
    if (messages == null || !messages.isArray()) {
      throw Problem.invalid("Field 'messages' must be a list.");
    }
    for (JsonNode message : messages) {
      if (!message.isObject()) {
        throw Problem.invalid("Field 'messages' must be a list of objects.");
      }
    }
    return messages;
  }

  /** A text, or the texts among parts, which the two protocols call by different names. */
  private static String text(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isString()) {
      return content.stringValue();
    }
    JsonNode parts = message.has("parts") ? message.path("parts") : content;
    return StreamSupport.stream(parts.spliterator(), false)
        .filter(part -> part.path("type").asString("").equals("text"))
        .map(part -> textOf(part.get("text")))
        .collect(joining());
  }

  private static String textOf(@Nullable JsonNode text) {
    if (text == null || !text.isString()) {
      throw Problem.invalid("A part of type 'text' in field 'messages' must have a 'text'.");
    }
    return text.stringValue();
  }
}
