package dev.tidings.openai;

import dev.tidings.rag.ChatToolCall;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the choices of a chunk, of which the first one counts, whatever order they come in. */
final class ChoiceParser {
  private final JsonParser json;
  private final Chunk chunk;
  private final boolean logprobs;
  private final ContentParser content;

  /**
   * A parser for all chunks of a stream.
   *
   * @param logprobs whether anybody wants to know the tokens' probabilities
   */
  ChoiceParser(JsonParser json, Chunk chunk, boolean logprobs) {
    this.json = json;
    this.chunk = chunk;
    this.logprobs = logprobs;
    this.content = new ContentParser(json, chunk);
  }

  /** Reads the list that the parser has come to. */
  void readList() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    boolean found = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (found || json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      found = choice();
      if (!found) {
        chunk.clearChoice();
      }
    }
  }

  /** Whether it is the first one; so is one that does not say. */
  private boolean choice() {
    double index = 0;
    boolean piece = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "index" -> index = index(value);
        case "delta" -> {
          piece = true;
          chunk.clearSaid();
          said();
        }
        case "message" -> {
          // Perplexity repeats all that was said so far beside each piece.
          chunk.message = !piece && value == JsonToken.START_OBJECT;
          if (chunk.message) {
            said();
          } else {
            json.skipChildren();
          }
        }
        case "finish_reason" -> {
          String reason = Json.text(json);
          chunk.finishReason = reason.isEmpty() ? null : reason;
        }
        case "logprobs" -> logprobs();
        default -> json.skipChildren();
      }
    }
    return index == 0;
  }

  private double index(JsonToken value) {
    if (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT) {
      return json.getDoubleValue();
    }
    return Json.text(json).matches("[1-9][0-9]*") ? 1 : 0;
  }

  /** What was said, whole or a piece of it. */
  private void said() {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "content" -> content.read();
        case "reasoning_content", "reasoning" -> thought(Json.text(json));
        case "reasoning_details" -> hiddenThought();
        case "refusal" -> chunk.refusal = Json.text(json);
        case "tool_calls" -> toolCalls();
        case "function_call" -> toolCall();
        default -> json.skipChildren();
      }
    }
  }

  private void thought(String text) {
    if (!text.isEmpty()) {
      chunk.thinking = true;
      chunk.reasoning = text;
    }
  }

  private void hiddenThought() {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      chunk.thinking |= json.nextToken() != JsonToken.END_ARRAY;
      while (json.currentToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
        json.nextToken();
      }
    } else {
      json.skipChildren();
    }
  }

  private void toolCalls() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      toolCall();
    }
  }

  /** The call with its name is the first piece of it; the others bring its arguments. */
  private void toolCall() {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    chunk.callingTool = true;
    String id = "";
    String tool = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "id" -> id = Json.text(json);
        case "name" -> tool = Json.text(json);
        case "function" -> tool = value == JsonToken.START_OBJECT ? functionName() : tool;
        default -> json.skipChildren();
      }
    }
    if (!tool.isEmpty()) {
      chunk.addToolCall(new ChatToolCall(id, tool));
    }
  }

  private String functionName() {
    String function = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("name")) {
        function = Json.text(json);
      } else {
        json.skipChildren();
      }
    }
    return function;
  }

  private void logprobs() {
    if (!logprobs || json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean tokens = json.currentName().equals("content");
      if (json.nextToken() == JsonToken.START_ARRAY && tokens) {
        tokens();
      } else {
        json.skipChildren();
      }
    }
  }

  private void tokens() {
    chunk.clearLogprobs();
    boolean complete = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      complete &= json.currentToken() == JsonToken.START_OBJECT && token();
    }
    if (!complete) {
      chunk.clearLogprobs();
    }
  }

  private boolean token() {
    boolean found = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean wanted = json.currentName().equals("logprob");
      JsonToken value = json.nextToken();
      if (wanted
          && (value == JsonToken.VALUE_NUMBER_FLOAT || value == JsonToken.VALUE_NUMBER_INT)) {
        chunk.addLogprob(json.getDoubleValue());
        found = true;
      } else {
        json.skipChildren();
      }
    }
    return found;
  }
}
