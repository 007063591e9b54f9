package dev.tidings.client;

import dev.tidings.client.EventLines.ProtocolException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON objects into maps: text, numbers ({@link Long}, {@link Double}, or big ones),
 * booleans, null, lists and maps, in the order in which they came and unmodifiable.
 */
final class JsonTree {
  private static final int DEEPEST = 64;

  private final JsonFactory json;

  /**
   * A reader.
   *
   * @param maxLength the longest object, in characters
   */
  JsonTree(int maxLength) {
    json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxDocumentLength(maxLength)
                    .maxStringLength(maxLength)
                    .build())
            .build();
  }

  /**
   * Reads an object.
   *
   * @throws ProtocolException if it is none
   */
  Map<String, Object> object(String text) throws ProtocolException {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ProtocolException("an event is not a JSON object");
      }
      Map<String, Object> object = object(parser);
      if (parser.nextToken() != null) {
        throw new ProtocolException("an event has something after its JSON object");
      }
      return object;
    } catch (JacksonException wrong) {
      // Its text may quote what came.
      throw new ProtocolException("an event is not valid JSON, or is nested too deeply");
    }
  }

  @SuppressWarnings("NullAway") // a value may be null, which the type of a map cannot say
  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return Collections.unmodifiableMap(object);
  }

  @SuppressWarnings("NullAway") // as above
  private static List<Object> array(JsonParser parser) {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return Collections.unmodifiableList(array);
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : Long.valueOf(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
