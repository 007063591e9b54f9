package dev.tidings.openai;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an endpoint asks to wait: the Retry-After header of RFC 9110, section 10.2.3, in seconds
 * or as a date; with fractions, which that section does not know and some endpoints send; and
 * OpenAI's own {@code retry-after-ms}, which is more exact and wins.
 */
final class RetryAfter {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private RetryAfter() {}

  /**
   * How long to wait.
   *
   * @param millis the value of {@code retry-after-ms}, or null
   * @param header the value of {@code Retry-After}, or null
   * @return zero for a date that has passed; null where neither says anything
   */
  static @Nullable Duration parse(@Nullable String millis, @Nullable String header, Instant now) {
    if (millis != null && NUMBER.matcher(millis.strip()).matches()) {
      return exact(millis, 1_000_000);
    }
    if (header == null) {
      return null;
    }
    String value = header.strip();
    if (NUMBER.matcher(value).matches()) {
      return exact(value, 1_000_000_000);
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration exact(String number, long nanosPerUnit) {
    return Duration.ofNanos(
        new BigDecimal(number.strip()).multiply(BigDecimal.valueOf(nanosPerUnit)).longValue());
  }
}
