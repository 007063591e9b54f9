package dev.tidings;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told: a key with arguments, rendered in the task's language when it is shown, or
 * plain text. Immutable.
 *
 * @param key the key in the message bundles, or null for plain text
 * @param arguments what fills the placeholders of the key's pattern
 * @param text the plain text, or null for a key
 */
public record Message(@Nullable String key, List<Object> arguments, @Nullable String text) {
  /** The longest plain text, in UTF-16 units. */
  public static final int MAX_TEXT = 2_000;

  /**
   * Takes a copy of the arguments.
   *
   * @throws IllegalArgumentException if not exactly one of key and text is given, or the text is
   *     longer than {@value #MAX_TEXT}
   */
  public Message {
    arguments = List.copyOf(arguments);
    if ((key == null) == (text == null)) {
      throw new IllegalArgumentException("a message has either a key or a text");
    }
    if (text != null && text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "a message text of "
              + text.length()
              + " characters is over the limit of "
              + MAX_TEXT
              + "; shorten it, or send it as text of the answer");
    }
  }

  /** A message from the bundles. */
  public static Message of(String key, Object... arguments) {
    return new Message(Objects.requireNonNull(key, "key"), List.of(arguments), null);
  }

  /** Plain text, the same in every language. */
  public static Message text(String text) {
    return new Message(null, List.of(), Objects.requireNonNull(text, "text"));
  }

  @Override
  public String toString() {
    return text != null ? text : arguments.isEmpty() ? key + "" : key + arguments;
  }
}
