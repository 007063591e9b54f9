package dev.tidings.openai;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the value of an {@code error} field, in the forms that endpoints have for it. */
final class ErrorParser {
  private static final int MOST_WORDS = 8;

  private ErrorParser() {}

  /** The short values that tell what kind of error it is, as they came. */
  static final class Words {
    private final List<String> words = new ArrayList<>();

    /** Takes the value that the parser has come to, if it is a text or a number. */
    void add(JsonParser json) {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
        String word = json.getString();
        if (!word.isEmpty() && words.size() < MOST_WORDS) {
          words.add(word);
        }
      } else {
        json.skipChildren();
      }
    }

    ErrorReport judge() {
      return ErrorReport.judge(words);
    }
  }

  /**
   * Reads the value that the parser has come to.
   *
   * @return null if it says that there is no error: null, false, zero, or nothing in it
   */
  static @Nullable ErrorReport read(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> json.getStringLength() == 0 ? null : ErrorReport.unnamed();
      case VALUE_TRUE -> ErrorReport.unnamed();
      case VALUE_NUMBER_INT -> number(json);
      default -> null;
    };
  }

  private static @Nullable ErrorReport number(JsonParser json) {
    String number = json.getString();
    return number.equals("0") ? null : ErrorReport.judge(List.of(number));
  }

  private static @Nullable ErrorReport object(JsonParser json) {
    Words words = new Words();
    boolean empty = true;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      empty = false;
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type", "code", "status" -> words.add(json);
        default -> json.skipChildren();
      }
    }
    return empty ? null : words.judge();
  }

  private static @Nullable ErrorReport list(JsonParser json) {
    ErrorReport first = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      ErrorReport report = read(json);
      first = first == null ? report : first;
    }
    return first;
  }
}
