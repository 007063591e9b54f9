package dev.tidings.client;

import dev.tidings.client.EventLines.ProtocolException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object of the wire, read by name and type. A field that is missing is what
 * the caller says; one of a wrong type breaks the protocol.
 *
 * @param all by name
 */
record Fields(Map<String, Object> all) {
  String text(String name) throws ProtocolException {
    String text = textOrNull(name);
    if (text == null) {
      throw wrong(name, "text");
    }
    return text;
  }

  @Nullable String textOrNull(String name) throws ProtocolException {
    Object value = all.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, "text");
  }

  String textOr(String name, String otherwise) throws ProtocolException {
    String text = textOrNull(name);
    return text == null ? otherwise : text;
  }

  int number(String name, int otherwise) throws ProtocolException {
    Long value = numberOrNull(name);
    if (value == null) {
      return otherwise;
    }
    if (value != value.intValue()) {
      throw wrong(name, "a whole number of 32 bits");
    }
    return value.intValue();
  }

  private @Nullable Long numberOrNull(String name) throws ProtocolException {
    Object value = all.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return number.longValue();
    }
    throw wrong(name, "a whole number");
  }

  @Nullable Integer numberOrNone(String name) throws ProtocolException {
    return all.get(name) == null ? null : Integer.valueOf(number(name, 0));
  }

  @Nullable Duration millis(String name) throws ProtocolException {
    Long value = numberOrNull(name);
    return value == null ? null : Duration.ofMillis(value);
  }

  boolean truthOr(String name, boolean otherwise) throws ProtocolException {
    Object value = all.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw wrong(name, "true or false");
  }

  @Nullable Instant time(String name) throws ProtocolException {
    String value = textOrNull(name);
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeException malformed) {
      throw wrong(name, "a time of ISO-8601");
    }
  }

  /** An object; empty if it is missing. */
  Map<String, Object> object(String name) throws ProtocolException {
    Object value = all.get(name);
    return value == null ? Map.of() : object(name, value);
  }

  @SuppressWarnings("unchecked") // JsonTree makes no other maps
  private static Map<String, Object> object(String name, Object value) throws ProtocolException {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw wrong(name, "an object");
  }

  /** A list of objects; empty if it is missing. */
  List<Map<String, Object>> objects(String name) throws ProtocolException {
    Object value = all.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "a list");
    }
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object item : list) {
      objects.add(object(name, item));
    }
    return List.copyOf(objects);
  }

  /** Durations by name, in order. */
  Map<String, Duration> durations(String name) throws ProtocolException {
    Fields inner = new Fields(object(name));
    Map<String, Duration> durations = new LinkedHashMap<>();
    for (String key : inner.all.keySet()) {
      Duration duration = inner.millis(key);
      durations.put(key, duration == null ? Duration.ZERO : duration);
    }
    return Collections.unmodifiableMap(durations);
  }

  private static ProtocolException wrong(String name, String wanted) {
    return new ProtocolException("field '" + name + "' of an event must be " + wanted);
  }
}
