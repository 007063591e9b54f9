package dev.tidings.openai;

import java.io.IOException;
import java.util.Arrays;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an event stream (WHATWG HTML, section 9.2.6) as bytes, and gives each event's
 * data in place: nothing is copied or decoded. Used by one thread.
 *
 * <p>It takes more than the specification asks for, because endpoints send more. A line that begins
 * with a brace is an event of its own. Where the stream ends, whatever the way, what has come of
 * the last event is given too, though its blank line is missing; see {@link #whole()}.
 *
 * <p>The buffer holds what is not consumed, from {@link #kept} to {@link #limit}: the data of the
 * event so far, then the line that is being read. Data of several lines is moved together within
 * it, which always fits, since a field's name is longer than the line feed between two lines.
 */
final class EventReader {
  private static final int FIRST_SIZE = 8 * 1024;
  private static final int KEPT_SIZE = 64 * 1024;
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};

  private final BufferedSource source;
  private final int maxEventBytes;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int kept;
  private int lineStart;
  private int scanned;
  private int limit;
  private int dataStart;
  private int dataEnd;
  private boolean hasData;
  private boolean error;
  private boolean whole;
  private boolean skipLineFeed;
  private boolean ended;
  private boolean understood;
  private boolean otherText;
  private @Nullable IOException broken;

  /**
   * A reader of what comes next.
   *
   * @param maxEventBytes how much one event may take; also bounds the buffer
   */
  EventReader(BufferedSource source, int maxEventBytes) {
    this.source = source;
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Goes to the next event that has data, waiting for it.
   *
   * @return false at the end of the stream
   * @throws IOException if the stream breaks, after all that had come before; or if an event is too
   *     long
   */
  boolean next() throws IOException {
    startEvent();
    while (!ended) {
      int end = lineEnd();
      if (end < 0) {
        fill();
      } else if (line(lineStart, end)) {
        return true;
      }
    }
    return lastEvent();
  }

  /** The bytes in which the data lies; valid, like its place in them, until the next event. */
  byte[] bytes() {
    return buffer;
  }

  int from() {
    return dataStart;
  }

  int to() {
    return dataEnd;
  }

  /** Whether the event's name is {@code error}. */
  boolean error() {
    return error;
  }

  /** Whether the event has its end; if not, its data may be cut anywhere. */
  boolean whole() {
    return whole;
  }

  /** Whether there was text, but not one line of an event stream. */
  boolean onlyOtherText() {
    return !understood && otherText;
  }

  private void startEvent() {
    hasData = false;
    error = false;
    whole = true;
    kept = lineStart;
  }

  /** What has come of an event whose end has not. */
  private boolean lastEvent() throws IOException {
    if (lineStart < limit) {
      int from = lineStart;
      lineStart = limit;
      line(from, limit);
    }
    if (hasData) {
      hasData = false;
      whole = false;
      return true;
    }
    if (broken != null) {
      throw broken;
    }
    return false;
  }

  /** Where the line ends that begins at lineStart, or -1 if that has not come. */
  private int lineEnd() {
    if (skipLineFeed && lineStart < limit) {
      skipLineFeed = false;
      if (buffer[lineStart] == '\n') {
        lineStart++;
        scanned = lineStart;
      }
    }
    for (int i = scanned; i < limit; i++) {
      byte b = buffer[i];
      if (b == '\n' || b == '\r') {
        scanned = i;
        return i;
      }
    }
    scanned = limit;
    return -1;
  }

  /** Takes a line; true if it completes an event. */
  private boolean line(int from, int end) {
    if (end < limit) {
      // At once, and not with the line feed that may follow: it may be long in coming.
      skipLineFeed = buffer[end] == '\r';
      lineStart = end + 1;
      scanned = lineStart;
    }
    if (from == end) {
      if (!hasData) {
        startEvent();
      }
      return hasData;
    }
    if (buffer[from] == '{') {
      understood = true;
      addData(from, end);
      return true;
    }
    int colon = from;
    while (colon < end && buffer[colon] != ':') {
      colon++;
    }
    int value = Math.min(end, colon + 1);
    if (value < end && buffer[value] == ' ') {
      value++;
    }
    field(from, colon, value, end);
    if (!hasData) {
      kept = lineStart;
    }
    return false;
  }

  private void field(int name, int colon, int value, int end) {
    if (colon == name) {
      understood = true;
    } else if (is(DATA, name, colon)) {
      understood = true;
      addData(value, end);
    } else if (is(EVENT, name, colon)) {
      understood = true;
      error = is(ERROR, value, end);
    } else {
      otherText = true;
    }
  }

  private void addData(int from, int end) {
    if (!hasData) {
      hasData = true;
      dataStart = from;
      dataEnd = end;
      return;
    }
    buffer[dataEnd++] = '\n';
    System.arraycopy(buffer, from, buffer, dataEnd, end - from);
    dataEnd += end - from;
  }

  private boolean is(byte[] word, int from, int end) {
    return Arrays.equals(buffer, from, end, word, 0, word.length);
  }

  private void fill() throws IOException {
    if (limit == buffer.length) {
      makeRoom();
    }
    try {
      int read = source.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        ended = true;
      } else {
        limit += read;
      }
    } catch (IOException e) {
      broken = e;
      ended = true;
    }
  }

  private void makeRoom() throws IOException {
    int from = hasData ? Math.min(dataStart, lineStart) : kept;
    int size = limit - from;
    if (size > maxEventBytes) {
      throw new IOException("more than " + maxEventBytes + " bytes without the end of an event");
    }
    byte[] target = buffer;
    if (size > buffer.length / 2) {
      target = new byte[buffer.length * 2];
    } else if (buffer.length > KEPT_SIZE && size < FIRST_SIZE / 2) {
      target = new byte[FIRST_SIZE];
    }
    System.arraycopy(buffer, from, target, 0, size);
    buffer = target;
    limit = size;
    lineStart -= from;
    scanned -= from;
    dataStart -= from;
    dataEnd -= from;
    kept -= from;
  }
}
