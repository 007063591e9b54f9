package dev.tidings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies the values of one fact, and checks them on the way, so that every dialect can write them
 * and no copy grows larger than a fact may be. For one thread, and one fact.
 */
final class FactCopy {
  private static final int LONGEST_KEY = 100;

  /** What of JSON stands around a value: a comma or a colon. */
  private static final int BETWEEN = 1;

  private final String name;

  /** Where the value lies that is copied now: keys and indexes. */
  private final List<Object> place = new ArrayList<>();

  private int bytes;

  private FactCopy(String name) {
    this.name = name;
  }

  /** An unmodifiable copy of all levels, in the same order. */
  static Map<String, Object> of(String name, Map<?, ?> values) {
    return new FactCopy(name).copy(values, 1);
  }

  private Map<String, Object> copy(Map<?, ?> values, int depth) {
    enter(depth);
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String field = checked(key);
          place.add(field);
          count(sizeOf(field) + BETWEEN);
          copy.put(field, copy(value, depth));
          leave();
        });
    return Collections.unmodifiableMap(copy);
  }

  private List<Object> copy(List<?> values, int depth) {
    enter(depth);
    List<Object> copy = new ArrayList<>();
    for (Object value : values) {
      place.add(copy.size());
      copy.add(copy(value, depth));
      leave();
    }
    return Collections.unmodifiableList(copy);
  }

  private Object copy(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      return copy(map, depth + 1);
    }
    if (value instanceof List<?> list) {
      return copy(list, depth + 1);
    }
    if (value == null) {
      throw wrong(" is null; leave it out instead");
    }
    if (value instanceof String text) {
      count(sizeOf(text) + BETWEEN);
      return text;
    }
    String wrong = Attributes.whyNot(value, ", a List or a Map");
    if (wrong != null) {
      throw wrong(wrong);
    }
    count(value.toString().length() + BETWEEN);
    return value;
  }

  private void enter(int depth) {
    if (depth > Fact.MAX_DEPTH) {
      throw wrong(
          " lies on a level below the "
              + Fact.MAX_DEPTH
              + " that data may have; make it flatter, or send what names it");
    }
    count(2 + BETWEEN);
  }

  private void leave() {
    place.remove(place.size() - 1);
  }

  private String checked(@Nullable Object key) {
    if (!(key instanceof String text)) {
      throw wrong(" has the key " + key + ", which is no String; keys of data are Strings");
    }
    if (text.isBlank() || text.length() > LONGEST_KEY) {
      throw wrong(
          " has a key of "
              + text.length()
              + " characters; a key of data needs 1 to "
              + LONGEST_KEY
              + ", not all of them white space");
    }
    return text;
  }

  private void count(int more) {
    bytes += more;
    if (bytes > Fact.MAX_BYTES) {
      throw wrong(
          " is where it passes "
              + Fact.MAX_BYTES
              + " bytes of JSON; keep it yourself, and send what names it");
    }
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(what() + why);
  }

  /** The value that is copied now: {@code data 'sources', value sources[2].title}. */
  private String what() {
    StringBuilder path = new StringBuilder();
    for (Object step : place) {
      if (step instanceof Integer) {
        path.append('[').append(step).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step);
      }
    }
    return path.isEmpty() ? "data '" + name + "'" : "data '" + name + "', value " + path;
  }

  /** How many bytes a string of JSON has in UTF-8. */
  private static int sizeOf(String text) {
    int size = 2;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        size += unit < ' ' ? 6 : unit == '"' || unit == '\\' ? 2 : 1;
      } else if (unit < 0x800) {
        size += 2;
      } else if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        size += 4;
        i++;
      } else {
        size += Character.isSurrogate(unit) ? 6 : 3;
      }
    }
    return size;
  }
}
