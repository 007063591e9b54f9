package dev.tidings.lucene;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one row of {@link JsonLines}. Keys it does not know are passed over. */
final class EntryJson {
  private static final String FORMAT = "tidings-entries";
  private static final int VERSION = 1;

  private EntryJson() {}

  /**
   * Reads a row.
   *
   * @param first whether the row may name the format instead of being an entry
   * @return null if it names the format
   */
  static @Nullable Entry parse(String row, boolean first) throws Unreadable {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(row);
    } catch (JacksonException e) {
      throw new Unreadable(
          e.getLocation() == null ? "" : "column " + e.getLocation().getColumnNr(),
          "is not valid JSON (" + e.getOriginalMessage() + ")",
          "a line is one whole JSON object");
    }
    if (!json.isObject()) {
      throw new Unreadable("", "is no JSON object", "a line is one whole JSON object");
    }
    if (first && json.has("format")) {
      checkFormat(json);
      return null;
    }
    try {
      return new Entry(
          required(json, "collection"),
          id(json),
          optional(json, "title"),
          lines(json),
          texts("notes", json.path("notes")),
          topics(json.path("topics")),
          texts("facts", json.path("facts")));
    } catch (IllegalArgumentException wrong) {
      throw new Unreadable("", String.valueOf(wrong.getMessage()), "mend the row");
    }
  }

  private static void checkFormat(JsonNode json) throws Unreadable {
    String format = json.path("format").asString("");
    int version = json.path("version").asInt(0);
    if (!format.equals(FORMAT) || version != VERSION) {
      throw new Unreadable(
          "format",
          "is " + format + " version " + version,
          "give " + FORMAT + " version " + VERSION + ", or use the library that knows it");
    }
  }

  private static String id(JsonNode json) throws Unreadable {
    JsonNode id = json.get("id");
    return id != null && id.isIntegralNumber() ? id.asString() : required(json, "id");
  }

  private static String lines(JsonNode json) throws Unreadable {
    JsonNode text = json.get("text");
    if (text == null || !text.isArray()) {
      return optional(json, "text");
    }
    StringBuilder lines = new StringBuilder();
    for (JsonNode line : text) {
      lines.append(lines.isEmpty() ? "" : "\n").append(text("text", line));
    }
    return lines.toString();
  }

  private static Map<String, Map<String, String>> topics(JsonNode topics) throws Unreadable {
    Map<String, Map<String, String>> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> topic : topics.properties()) {
      read.put(topic.getKey(), texts("topics." + topic.getKey(), topic.getValue()));
    }
    return read;
  }

  private static Map<String, String> texts(String field, JsonNode texts) throws Unreadable {
    Map<String, String> read = new LinkedHashMap<>();
    if (!texts.isMissingNode() && !texts.isNull() && !texts.isObject()) {
      throw new Unreadable(field, "is no object", "give an object of texts");
    }
    for (Map.Entry<String, JsonNode> text : texts.properties()) {
      read.put(text.getKey(), text(field + "." + text.getKey(), text.getValue()));
    }
    return read;
  }

  private static String required(JsonNode json, String field) throws Unreadable {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new Unreadable(field, "is missing", "give text");
    }
    return text(field, value);
  }

  private static String optional(JsonNode json, String field) throws Unreadable {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? "" : text(field, value);
  }

  private static String text(String field, JsonNode value) throws Unreadable {
    if (!value.isString()) {
      throw new Unreadable(field, "is no text", "give text in double quotes");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.stringValue())) {
      throw new Unreadable(field, "holds half of a surrogate pair", "write the whole character");
    }
    return value.stringValue();
  }
}
