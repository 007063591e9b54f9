package dev.tidings.websocket.internal;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What a client says. */
final class ClientMessage {
  private static final JsonFactory JSON = new JsonFactory();

  private ClientMessage() {}

  /** Whether a message is a JSON object of the type {@code cancel}; others say nothing here. */
  static boolean isCancel(String message) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), message)) {
      return parser.nextToken() == JsonToken.START_OBJECT && isCancel(parser);
    } catch (JacksonException notJson) {
      return false;
    }
  }

  private static boolean isCancel(JsonParser parser) {
    boolean cancel = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean type = parser.currentName().equals("type");
      boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
      if (type) {
        cancel = text && parser.getString().equals("cancel");
      }
      parser.skipChildren();
    }
    return cancel && parser.nextToken() == null;
  }
}
