package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The body of an ask-question call, checked.
 *
 * @param deityId as given
 * @param fortuneNumber at least 1, or 0 where the poems are to be searched by the question
 * @param question stripped, 1 to 1000 code points
 * @param streaming whether the answer is shown while it is written
 * @param language the language of the answer
 */
record QuestionBody(
    String deityId, int fortuneNumber, String question, boolean streaming, Locale language) {
  static final int MOST_BYTES = 64 * 1024;
  private static final int LONGEST_QUESTION = 1000;

  /** White space in Unicode, though not in Java. */
  private static final int NEXT_LINE = 0x85;

  private static final Map<String, Locale> LANGUAGES =
      Map.of("zh", Locale.TRADITIONAL_CHINESE, "en", Locale.ENGLISH, "ja", Locale.JAPANESE);

  /** Whether the poem is to be found by the question. */
  boolean isSearch() {
    return fortuneNumber == 0;
  }

  static QuestionBody read(Context context) {
    JsonNode json = json(context);
    return of(json, fortuneNumber(json), text(json, "question"));
  }

  /**
   * A chat's question.
   *
   * @param fields has the deity, the language and, unless the poems are to be searched, the number
   */
  static QuestionBody ofChat(JsonNode fields, String question) {
    JsonNode number = fields.get("fortune_number");
    boolean given = number != null && !number.isNull();
    return of(fields, given ? fortuneNumber(fields) : 0, question);
  }

  /** The request's body, one JSON object. */
  static JsonNode json(Context context) {
    // Not contentType(): the container looks the charset up first, and throws if it knows none.
    requireJson(context.header("Content-Type"));
    byte[] body = bytes(context);
    if (body.length > MOST_BYTES) {
      throw Problem.tooLarge(MOST_BYTES);
    }
    return parse(body);
  }

  private static byte[] bytes(Context context) {
    try {
      return context.req().getInputStream().readNBytes(MOST_BYTES + 1);
    } catch (IOException broken) {
      throw Problem.invalid("The request body broke off, or came too slowly.");
    }
  }

  private static void requireJson(@Nullable String contentType) {
    String[] parts = contentType == null ? new String[] {""} : contentType.split(";", -1);
    boolean json = parts[0].strip().equalsIgnoreCase("application/json");
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").strip().toLowerCase(Locale.ROOT);
      json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
    }
    if (!json) {
      throw Problem.unsupportedMediaType();
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode json = Json.MAPPER.readTree(text);
      if (json != null && json.isObject()) {
        return json;
      }
      throw Problem.invalid("The request body must be a JSON object.");
    } catch (CharacterCodingException wrong) {
      throw Problem.invalid("The request body is not valid UTF-8.");
    } catch (JacksonException wrong) {
      throw Problem.invalid("The request body is not valid JSON.");
    }
  }

  private static QuestionBody of(JsonNode json, int number, String question) {
    return new QuestionBody(
        text(json, "deity_id"), number, question(question), streaming(json), language(json));
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      throw Problem.invalid("Field '" + field + "' is missing.");
    }
    return value;
  }

  static String text(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isString()) {
      throw Problem.invalid("Field '" + field + "' must be text.");
    }
    return value.stringValue();
  }

  private static int fortuneNumber(JsonNode json) {
    JsonNode value = required(json, "fortune_number");
    if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 1) {
      throw Problem.invalid("Field 'fortune_number' must be a whole number of at least 1.");
    }
    // Beyond every deity's range all the same; the range is named once the deity is known.
    return value.canConvertToInt() ? value.intValue() : Integer.MAX_VALUE;
  }

  private static String question(String given) {
    int[] points = given.codePoints().toArray();
    int start = 0;
    int end = points.length;
    while (start < end && isSpace(points[start])) {
      start++;
    }
    while (end > start && isSpace(points[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (points[i] >= Character.MIN_SURROGATE && points[i] <= Character.MAX_SURROGATE) {
        throw Problem.invalid("Field 'question' has half a surrogate pair, which is no character.");
      }
    }
    if (end == start || end - start > LONGEST_QUESTION) {
      throw Problem.invalid(
          "Field 'question' must have 1 to "
              + LONGEST_QUESTION
              + " characters without the white space around it; it has "
              + (end - start)
              + ".");
    }
    return new String(points, start, end - start);
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == NEXT_LINE;
  }

  private static boolean streaming(JsonNode json) {
    JsonNode value = json.get("enable_streaming");
    if (value == null || value.isNull()) {
      return true;
    }
    if (!value.isBoolean()) {
      throw Problem.invalid("Field 'enable_streaming' must be true or false.");
    }
    return value.booleanValue();
  }

  private static Locale language(JsonNode json) {
    JsonNode value = json.get("language");
    if (value == null || value.isNull()) {
      return Locale.TRADITIONAL_CHINESE;
    }
    Locale language = value.isString() ? LANGUAGES.get(value.stringValue()) : null;
    if (language == null) {
      throw Problem.invalid("Field 'language' must be one of " + List.of("zh", "en", "ja") + ".");
    }
    return language;
  }
}
