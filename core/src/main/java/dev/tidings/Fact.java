package dev.tidings;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A fact is what a task's people may want to see and what is neither progress nor answer: the
 * sources that were found, a second try, what a tool was asked. It is immutable.
 *
 * @param name what kind of fact, as clients see it: 1 to 40 lower-case letters, digits and
 *     underscores, beginning with a letter
 * @param values the fact: strings, booleans, finite numbers of the language's types, and lists and
 *     maps of them, in the host's order
 */
public record Fact(String name, Map<String, Object> values) {
  /** How many levels of maps and lists a fact may have; its values are the first. */
  public static final int MAX_DEPTH = 4;

  /** The largest fact, in bytes of JSON in UTF-8. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /**
   * The constructor takes a copy of the values, of all levels.
   *
   * @throws IllegalArgumentException if the name has another form, or the values hold null, a
   *     number that is not finite, an object of another type, a key that is no String of 1 to 100
   *     characters, more than {@value #MAX_DEPTH} levels, or more than {@value #MAX_BYTES} bytes of
   *     JSON; the error names the place
   */
  public Fact {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(values, "values");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "data name '"
              + name
              + "' must be 1 to 40 lower-case letters, digits or underscores, beginning with a"
              + " letter");
    }
    values = FactCopy.of(name, values);
  }

  /** A fact of a host's own map; see {@link #Fact(String, Map)} for what it may hold. */
  public static Fact of(String name, Map<String, ?> values) {
    return new Fact(name, Collections.unmodifiableMap(values));
  }
}
