package dev.tidings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values that hosts attach to tasks, sources and messages, so that every transport can
 * write them, and nobody keeps a book in them.
 */
final class Attributes {
  private static final int MOST = 64;
  private static final int LONGEST_NAME = 100;

  /** All names and strings together, in UTF-16 units. */
  private static final int LONGEST = 16 * 1024;

  private Attributes() {}

  /** An unmodifiable copy in the same order. */
  static Map<String, Object> copyOf(Map<String, Object> attributes) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>(attributes);
    if (copy.size() > MOST) {
      throw new IllegalArgumentException(
          copy.size() + " attributes are over the limit of " + MOST + "; keep them yourself");
    }
    int length = 0;
    for (Map.Entry<String, Object> attribute : copy.entrySet()) {
      check(attribute.getKey(), attribute.getValue());
      length += attribute.getKey().length();
      length += attribute.getValue() instanceof String value ? value.length() : 0;
    }
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "attributes of "
              + length
              + " characters together are over the limit of "
              + LONGEST
              + "; keep long texts yourself, and attach what names them");
    }
    return Collections.unmodifiableMap(copy);
  }

  private static void check(String name, @Nullable Object value) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "an attribute needs a name of 1 to "
              + LONGEST_NAME
              + " characters, not the "
              + name.length()
              + " of '"
              + name.substring(0, Math.min(name.length(), LONGEST_NAME))
              + "'");
    }
    if (value == null) {
      throw new IllegalArgumentException("attribute '" + name + "' is null; leave it out instead");
    }
    checkValue("attribute '" + name + "'", value);
  }

  static void checkValue(String what, Object value) {
    String wrong = whyNot(value, "");
    if (wrong != null) {
      throw new IllegalArgumentException(what + wrong);
    }
  }

  /**
   * What is wrong with one value, as the rest of a sentence; null if nothing is.
   *
   * @param others what else than the types here it might be
   */
  static @Nullable String whyNot(Object value, String others) {
    if ((value instanceof Double number && !Double.isFinite(number))
        || (value instanceof Float other && !Float.isFinite(other))) {
      return " is " + value + ", which JSON cannot carry; leave it out instead";
    }
    boolean known =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || value instanceof Double
            || value instanceof Float
            || value instanceof Short
            || value instanceof Byte;
    return known
        ? null
        : " is a "
            + value.getClass().getName()
            + "; it must be a String, a Boolean, or a Byte, Short, Integer, Long, Float or Double"
            + others;
  }
}
