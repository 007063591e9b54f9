package dev.tidings.sse.testing;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event as a client gets it.
 *
 * @param id what a browser would send as its last event id after it: an event without an id keeps
 *     the one before
 * @param name the event's name, or null
 * @param data the lines of its data
 */
public record Sent(@Nullable String id, @Nullable String name, String data) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A JSON text as a tree; trees are equal whatever the order of their fields. */
  public static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  /** The data as a tree. */
  public JsonNode json() {
    return json(data);
  }

  /** What kind of event the JSON says it is. */
  public String type() {
    return text("type");
  }

  /** A text field of the JSON, or an empty one where there is none. */
  public String text(String field) {
    return json().path(field).asString("");
  }

  /** The number in the id. */
  public long sequence() {
    return id == null ? 0 : Long.parseLong(id.replaceAll("^.*-|e$", ""));
  }
}
