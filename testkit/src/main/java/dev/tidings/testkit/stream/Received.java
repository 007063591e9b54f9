package dev.tidings.testkit.stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as it came.
 *
 * @param id its id, or null if it has none
 * @param name its name, or null if it has none
 * @param data its data, lines joined by line feeds
 * @param json the data as JSON
 */
record Received(@Nullable String id, @Nullable String name, String data, JsonNode json) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Received of(@Nullable String id, @Nullable String name, String data) {
    return new Received(id, name, data, JSON.readTree(data));
  }

  String type() {
    return text("type");
  }

  /** A field that is text; empty if there is none. */
  String text(String field) {
    return json.path(field).asString("");
  }

  boolean ping() {
    return type().equals("enhanced_ping");
  }

  boolean end() {
    return type().equals("enhanced_complete") || type().equals("enhanced_error");
  }

  boolean resync() {
    return json.path("resync").asBoolean(false);
  }

  /** The number in the id. */
  long sequence() {
    return Long.parseLong(String.valueOf(id).replaceAll("^.*-|e$", ""));
  }
}
