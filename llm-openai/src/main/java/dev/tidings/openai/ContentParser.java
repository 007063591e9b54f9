package dev.tidings.openai;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what a model says, in the forms that endpoints have for it: a text, or a list of parts,
 * some of which are thoughts. Mistral's reasoning models write {@code {"type": "thinking",
 * "thinking": [{"type": "text", …}]}} beside {@code {"type": "text", "text": …}}.
 */
final class ContentParser {
  private final JsonParser json;
  private final Chunk chunk;
  private final StringBuilder answer = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();

  ContentParser(JsonParser json, Chunk chunk) {
    this.json = json;
    this.chunk = chunk;
  }

  /** Reads the value that the parser has come to into the chunk. */
  void read() {
    switch (json.currentToken()) {
      case VALUE_STRING -> chunk.content = json.getString();
      case START_ARRAY -> {
        answer.setLength(0);
        thoughts.setLength(0);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          part();
        }
        tell();
      }
      case START_OBJECT -> {
        answer.setLength(0);
        thoughts.setLength(0);
        part();
        tell();
      }
      default -> json.skipChildren();
    }
  }

  private void tell() {
    chunk.content = answer.toString();
    if (!thoughts.isEmpty()) {
      chunk.reasoning = thoughts.toString();
    }
  }

  private void part() {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      answer.append(json.getString());
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    String type = "";
    String text = "";
    String thought = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = Json.text(json);
        case "text" -> text = text(0);
        case "thinking", "reasoning" -> thought = text(0);
        default -> json.skipChildren();
      }
    }
    if (type.equals("thinking") || type.equals("reasoning") || !thought.isEmpty()) {
      chunk.thinking = true;
      thoughts.append(thought.isEmpty() ? text : thought);
    } else {
      answer.append(text);
    }
  }

  /** A text, or the texts in a list of parts. */
  private String text(int depth) {
    if (json.currentToken() != JsonToken.START_ARRAY || depth > 2) {
      return Json.text(json);
    }
    StringBuilder texts = new StringBuilder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean wanted = json.currentName().equals("text");
          json.nextToken();
          String text = wanted ? text(depth + 1) : skipped();
          texts.append(text);
        }
      } else {
        texts.append(Json.text(json));
      }
    }
    return texts.toString();
  }

  private String skipped() {
    json.skipChildren();
    return "";
  }
}
