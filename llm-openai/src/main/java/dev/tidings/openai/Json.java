package dev.tidings.openai;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What is read of single values. Each method takes the value that the parser has just come to, and
 * leaves the parser at its end.
 */
final class Json {
  private Json() {}

  /** A text; empty for anything else. */
  static String text(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    json.skipChildren();
    return "";
  }

  /** A text; the known one for anything else, and without a copy where it is the same. */
  static @Nullable String sameOrNew(JsonParser json, @Nullable String known) {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return known;
    }
    int length = json.getStringLength();
    if (known == null || known.length() != length) {
      return length == 0 ? known : json.getString();
    }
    char[] characters = json.getStringCharacters();
    int offset = json.getStringOffset();
    for (int i = 0; i < length; i++) {
      if (characters[offset + i] != known.charAt(i)) {
        return json.getString();
      }
    }
    return known;
  }

  /** A number of things, cut to a whole one; -1 for anything else. */
  static long count(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return Math.max(0, (long) json.getDoubleValue());
    }
    json.skipChildren();
    return -1;
  }
}
