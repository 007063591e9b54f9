package dev.tidings.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream (WHATWG HTML, section 9.2.6). What has come of an event whose blank line is
 * missing is not given: it is read again with the next connection. Used by one thread.
 *
 * <p>What it holds is bounded: one line, and the data of one event.
 */
final class EventLines {
  private static final int LONGEST_ID = 256;

  /** A wait of a server's that is longer than this is taken for this. */
  private static final long LONGEST_RETRY_MILLIS = 3_600_000;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    /** What comes next, waiting for it; null at the end. */
    @Nullable ByteBuffer next() throws IOException, InterruptedException;
  }

  /**
   * An event.
   *
   * @param id the id this event has, or null
   * @param name empty if it has none
   */
  record Frame(@Nullable String id, String name, String data) {}

  private final Source source;
  private final int maxEventBytes;
  private final Consumer<Duration> onRetry;
  private final Bytes line = new Bytes();
  private final Bytes data = new Bytes();
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private boolean first = true;
  private boolean skipLineFeed;
  private boolean hasData;
  private @Nullable String id;
  private String name = "";

  /**
   * A reader.
   *
   * @param maxEventBytes the longest line, and the most data of one event
   * @param onRetry is told how long the server wants to be left alone after a break
   */
  EventLines(Source source, int maxEventBytes, Consumer<Duration> onRetry) {
    this.source = source;
    this.maxEventBytes = maxEventBytes;
    this.onRetry = onRetry;
  }

  /** Whether an id can be sent back in a header. */
  static boolean sendable(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_ID
        && id.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /**
   * The next event, waiting for it; null at the end of the stream.
   *
   * @throws ProtocolException if a line or an event is too long, or an id could not be sent back
   */
  @Nullable Frame next() throws IOException, InterruptedException {
    while (true) {
      if (!chunk.hasRemaining()) {
        ByteBuffer more = source.next();
        if (more == null) {
          return null;
        }
        chunk = more;
      } else if (readLine()) {
        Frame frame = line();
        line.clear();
        if (frame != null) {
          return frame;
        }
      }
    }
  }

  /** Takes bytes up to the end of a line; false if that has not come. */
  private boolean readLine() throws ProtocolException {
    if (skipLineFeed) {
      skipLineFeed = false;
      if (chunk.get(chunk.position()) == '\n') {
        chunk.get();
      }
    }
    for (int i = chunk.position(); i < chunk.limit(); i++) {
      byte b = chunk.get(i);
      if (b == '\n' || b == '\r') {
        take(i);
        chunk.get();
        // The line is over now; the line feed that may follow may be long in coming.
        skipLineFeed = b == '\r';
        return true;
      }
    }
    take(chunk.limit());
    return false;
  }

  private void take(int end) throws ProtocolException {
    int length = end - chunk.position();
    check(line.size + length);
    line.add(chunk, length);
  }

  private void check(int size) throws ProtocolException {
    if (size > maxEventBytes) {
      throw new ProtocolException(
          "an event is longer than "
              + maxEventBytes
              + " bytes; raise maxEventBytes if answers may be that long");
    }
  }

  private @Nullable Frame line() throws ProtocolException {
    int from = 0;
    if (first) {
      first = false;
      from = line.startsWithMark() ? 3 : 0;
    }
    if (line.size == from) {
      return dispatch();
    }
    int colon = line.indexOf(':', from);
    int value = Math.min(line.size, colon + 1);
    if (value < line.size && line.bytes[value] == ' ') {
      value++;
    }
    switch (line.text(from, colon)) {
      case "data" -> data(value);
      case "id" -> id(line.text(value, line.size));
      case "event" -> name = line.text(value, line.size);
      case "retry" -> retry(line.text(value, line.size));
      default -> {
        // A comment, or a field that nobody knows.
      }
    }
    return null;
  }

  private void data(int from) throws ProtocolException {
    check(data.size + 1 + line.size - from);
    if (hasData) {
      data.add((byte) '\n');
    }
    hasData = true;
    data.add(ByteBuffer.wrap(line.bytes, from, line.size - from), line.size - from);
  }

  private void id(String value) throws ProtocolException {
    if (value.isEmpty() || value.indexOf('\0') >= 0) {
      return;
    }
    if (!sendable(value)) {
      throw new ProtocolException("an event's id is too long, or not printable ASCII");
    }
    id = value;
  }

  private void retry(String value) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long millis = value.length() > 9 ? LONGEST_RETRY_MILLIS : Long.parseLong(value);
      onRetry.accept(Duration.ofMillis(Math.min(millis, LONGEST_RETRY_MILLIS)));
    }
  }

  private @Nullable Frame dispatch() {
    Frame frame = hasData ? new Frame(id, name, data.text(0, data.size)) : null;
    if (hasData) {
      id = null;
    }
    hasData = false;
    name = "";
    data.clear();
    return frame;
  }

  /** What came breaks a rule or a limit; another connection would bring the same. */
  static final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
      super(message);
    }
  }

  /** Bytes that grow, and shrink again once they were many. */
  private static final class Bytes {
    private static final int KEPT = 64 * 1024;

    private byte[] bytes = new byte[512];
    private int size;

    void add(ByteBuffer from, int length) {
      room(length);
      from.get(bytes, size, length);
      size += length;
    }

    void add(byte b) {
      room(1);
      bytes[size++] = b;
    }

    private void room(int length) {
      if (size + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
      }
    }

    void clear() {
      size = 0;
      if (bytes.length > KEPT) {
        bytes = new byte[512];
      }
    }

    /** Where the first such byte is, or the end. */
    int indexOf(char wanted, int from) {
      for (int i = from; i < size; i++) {
        if (bytes[i] == wanted) {
          return i;
        }
      }
      return size;
    }

    boolean startsWithMark() {
      return size >= 3
          && bytes[0] == (byte) 0xef
          && bytes[1] == (byte) 0xbb
          && bytes[2] == (byte) 0xbf;
    }

    String text(int from, int to) {
      return new String(bytes, from, to - from, UTF_8);
    }
  }
}
