package dev.tidings;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told: a key with arguments, rendered in the task's language when it is shown, or
 * plain text. It is immutable.
 *
 * @param key the key in the message bundles, at most {@value #MAX_KEY} UTF-16 units, or null for
 *     plain text
 * @param arguments what fills the placeholders of the key's pattern: at most {@value
 *     #MAX_ARGUMENTS} strings, numbers and booleans
 * @param text the plain text, or null for a key
 */
public record Message(@Nullable String key, List<Object> arguments, @Nullable String text) {
  /** The longest plain text, and the longest arguments together, in UTF-16 units. */
  public static final int MAX_TEXT = 2_000;

  /** The longest key, in UTF-16 units. */
  public static final int MAX_KEY = 200;

  /** The most arguments. */
  public static final int MAX_ARGUMENTS = 16;

  /**
   * The constructor takes a copy of the arguments.
   *
   * @throws IllegalArgumentException if not exactly one of key and text is given, if one of them is
   *     too long, or if the arguments are too many, too long or of another type: strings, booleans,
   *     and the number types of the language, finite, are taken
   */
  public Message {
    arguments = List.copyOf(arguments);
    if ((key == null) == (text == null)) {
      throw new IllegalArgumentException("a message has either a key or a text");
    }
    if (text != null && text.length() > MAX_TEXT) {
      throw tooLong("a message text", text.length(), MAX_TEXT);
    }
    if (key != null && key.length() > MAX_KEY) {
      throw tooLong("a message key", key.length(), MAX_KEY);
    }
    if (!arguments.isEmpty()) {
      check(arguments);
    }
  }

  private static void check(List<Object> arguments) {
    if (arguments.size() > MAX_ARGUMENTS) {
      throw new IllegalArgumentException(
          "a message has "
              + arguments.size()
              + " arguments; give it at most "
              + MAX_ARGUMENTS
              + " and write the rest into the pattern");
    }
    int length = 0;
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      Attributes.checkValue("message argument " + i, argument);
      length += argument instanceof String value ? value.length() : 0;
    }
    if (length > MAX_TEXT) {
      throw tooLong("the arguments of a message", length, MAX_TEXT);
    }
  }

  private static IllegalArgumentException tooLong(String what, int length, int most) {
    return new IllegalArgumentException(
        what
            + " of "
            + length
            + " characters is over the limit of "
            + most
            + "; shorten it, or send it as text of the answer");
  }

  /** A message from the bundles. */
  public static Message of(String key, Object... arguments) {
    return new Message(Objects.requireNonNull(key, "key"), List.of(arguments), null);
  }

  /** A plain text, the same in every language. */
  public static Message text(String text) {
    return new Message(null, List.of(), Objects.requireNonNull(text, "text"));
  }

  @Override
  public String toString() {
    return text != null ? text : arguments.isEmpty() ? key + "" : key + arguments;
  }
}
