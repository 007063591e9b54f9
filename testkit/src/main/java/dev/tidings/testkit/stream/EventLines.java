package dev.tidings.testkit.stream;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream as the HTML standard has it (9.2.6, interpreting an event stream). Stricter
 * than a browser in one thing: a stream that ends within an event is broken.
 */
final class EventLines {
  private final Reader in;
  private boolean afterReturn;
  private @Nullable String retry;
  private boolean eventSeen;

  EventLines(Reader in) {
    this.in = in;
  }

  /** The value of the retry line that came before any event; null if there was none. */
  @Nullable String retry() {
    return retry;
  }

  /** The next event that has data; null at the end. */
  @Nullable Received next() throws IOException {
    String id = null;
    String name = null;
    StringBuilder data = new StringBuilder();
    boolean hasData = false;
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (hasData) {
          eventSeen = true;
          return Received.of(id, name, data.toString());
        }
        id = null;
        name = null;
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> id = value;
        case "event" -> name = value;
        case "retry" -> retry = retry == null && !eventSeen ? value : retry;
        case "data" -> {
          data.append(hasData ? "\n" : "").append(value);
          hasData = true;
        }
        default -> {
          // A comment, or a field that browsers ignore.
        }
      }
    }
    if (hasData || id != null) {
      throw new IOException("the response ended within an event: id " + id + ", data " + data);
    }
    return null;
  }

  /** The next line; null at the end. A line that the end cuts counts as one. */
  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      boolean second = afterReturn && next == '\n';
      afterReturn = next == '\r';
      if (next == '\r' || (next == '\n' && !second)) {
        return line.toString();
      }
      if (!second) {
        line.append((char) next);
      }
    }
    return line.isEmpty() ? null : line.toString();
  }
}
