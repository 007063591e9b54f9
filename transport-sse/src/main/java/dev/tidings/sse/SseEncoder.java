package dev.tidings.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes single events of the event stream format (WHATWG HTML, section 9.2 "Server-sent events").
 * Stateless.
 */
public final class SseEncoder {
  private SseEncoder() {}

  /**
   * One event. Line breaks in the data ({@code \n}, {@code \r\n}, {@code \r}) become line breaks of
   * the event, which a parser gives back as {@code \n}; JSON has none.
   *
   * @param id what a client sends as {@code Last-Event-ID} after it, or null for none
   * @param name the event's name, or null for the unnamed ones that {@code onmessage} gets
   * @throws IllegalArgumentException if the id or the name has a line break, or the id a NUL, which
   *     parsers would cut or ignore
   */
  public static byte[] event(@Nullable String id, @Nullable String name, String data) {
    StringBuilder frame = new StringBuilder(data.length() + 64);
    if (id != null) {
      frame.append("id: ").append(checkId(id)).append('\n');
    }
    if (name != null) {
      frame.append("event: ").append(checkLine("event name", name)).append('\n');
    }
    for (String line : data.split("\r\n|\r|\n", -1)) {
      frame.append("data: ").append(line).append('\n');
    }
    return frame.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** How long a browser waits before it reconnects. */
  public static byte[] retry(Duration time) {
    return ("retry: " + time.toMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII);
  }

  static String checkId(String id) {
    if (id.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "an event id must not have a NUL: parsers ignore such ids");
    }
    return checkLine("event id", id);
  }

  private static String checkLine(String what, String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "an " + what + " must not have a line break: '" + value.replaceAll("\\R", "\\\\n") + "'");
    }
    return value;
  }
}
