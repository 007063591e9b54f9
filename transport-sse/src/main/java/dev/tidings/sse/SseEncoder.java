package dev.tidings.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes single events of the event stream format (WHATWG HTML, section 9.2 "Server-sent events").
 * Stateless.
 */
final class SseEncoder {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

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
  static byte[] event(@Nullable String id, @Nullable String name, String data) {
    return event(id, name, data.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of data that is encoded already, in UTF-8. */
  static byte[] event(@Nullable String id, @Nullable String name, byte[] data) {
    byte[] head = head(id, name).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(head.length + data.length + 8);
    frame.writeBytes(head);
    int from = 0;
    for (int at = 0; at < data.length; at++) {
      if (data[at] == '\n' || data[at] == '\r') {
        line(frame, data, from, at);
        at += data[at] == '\r' && at + 1 < data.length && data[at + 1] == '\n' ? 1 : 0;
        from = at + 1;
      }
    }
    line(frame, data, from, data.length);
    frame.write('\n');
    return frame.toByteArray();
  }

  private static String head(@Nullable String id, @Nullable String name) {
    String head = id == null ? "" : "id: " + checkId(id) + '\n';
    return name == null ? head : head + "event: " + checkLine("event name", name) + '\n';
  }

  private static void line(ByteArrayOutputStream frame, byte[] data, int from, int to) {
    frame.writeBytes(DATA);
    frame.write(data, from, to - from);
    frame.write('\n');
  }

  /** How long a browser waits before it reconnects. */
  static byte[] retry(Duration time) {
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
