package dev.tidings.dialects;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes points in time as ISO-8601 in UTC with exactly three digits of a second. By hand: every
 * event has one, and a {@code DateTimeFormatter} takes longer than the rest of its JSON.
 */
final class Timestamps {
  private Timestamps() {}

  static String iso(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2).append('.');
    return digits(text, utc.getNano() / 1_000_000, 3).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int value, int count) {
    String number = Integer.toString(value);
    return text.append("0".repeat(Math.max(0, count - number.length()))).append(number);
  }
}
