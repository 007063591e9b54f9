package dev.tidings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values that hosts attach to tasks and sources, so that every transport can write them.
 */
final class Attributes {
  private Attributes() {}

  /** An unmodifiable copy in the same order. */
  static Map<String, Object> copyOf(Map<String, Object> attributes) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>(attributes);
    copy.forEach(Attributes::check);
    return Collections.unmodifiableMap(copy);
  }

  static void check(String name, @Nullable Object value) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an attribute needs a name");
    }
    if (value == null) {
      throw new IllegalArgumentException("attribute '" + name + "' is null; leave it out instead");
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "attribute '" + name + "' is " + number + ", which JSON cannot carry");
    }
    if (!(value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double)) {
      throw new IllegalArgumentException(
          "attribute '"
              + name
              + "' is a "
              + value.getClass().getName()
              + "; it must be a String, Boolean, Integer, Long or Double");
    }
  }
}
