package dev.tidings.openai;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A credential that never shows itself: not in a text of its own, and not in a text of others, for
 * endpoints like to quote what they refuse.
 */
final class ApiKey {
  /** A key of fewer characters than this is a placeholder, such as {@code ollama}. */
  private static final int SECRET = 12;

  private static final int TELLING_PART = 8;
  private static final String MASK = "[apiKey]";
  private static final String MASK_REPLACEMENT = Matcher.quoteReplacement(MASK);

  private final String value;
  private final String lowerCase;
  private final Pattern anywhere;

  /**
   * A key.
   *
   * @throws IllegalArgumentException if it could not stand in a header; the text does not quote it
   */
  ApiKey(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "apiKey is blank; leave it out if the endpoint asks for none");
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "apiKey has a space, a line break or a character outside ASCII; strip it");
    }
    this.value = value;
    this.lowerCase = value.toLowerCase(Locale.ROOT);
    this.anywhere = Pattern.compile(Pattern.quote(value), Pattern.CASE_INSENSITIVE);
  }

  /** The value of the header that carries it. */
  String headerValue(String scheme) {
    return scheme.isEmpty() ? value : scheme + " " + value;
  }

  /** Whether a text gives the key away, or a telling part of it, in whatever case. */
  boolean isIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains(lowerCase)
        || (lower.length() >= TELLING_PART && lowerCase.contains(lower));
  }

  /** The text with every trace of this key struck out; all of it, if it is a part of the key. */
  String redact(String text) {
    String struck = anywhere.matcher(text).replaceAll(MASK_REPLACEMENT);
    return struck.equals(text) && isIn(text) ? MASK : struck;
  }

  /**
   * A piece of an answer, with the key struck out where it stands whole in it; placeholders are
   * ordinary words and stay.
   */
  String redactAnswer(String text) {
    return value.length() >= SECRET && text.length() >= value.length()
        ? anywhere.matcher(text).replaceAll(MASK_REPLACEMENT)
        : text;
  }

  /** The cause, or null if its text or that of one behind it gives the key away. */
  @Nullable Throwable redact(@Nullable Throwable cause) {
    Throwable next = cause;
    for (int depth = 0; next != null && depth < 20; depth++, next = next.getCause()) {
      if (isIn(next.toString())) {
        return null;
      }
    }
    return cause;
  }

  @Override
  public String toString() {
    return MASK;
  }
}
