package dev.tidings.openai;

import java.io.InputStream;

/**
 * The data of one event after another, as a stream for a parser that outlives them. At the end of
 * an event it says that all has ended, so that the parser never waits for the next one.
 */
final class EventBytes extends InputStream {
  private byte[] bytes = {};
  private int next;
  private int end;

  /** Turns to these bytes. */
  void set(byte[] event, int from, int to) {
    bytes = event;
    next = from;
    end = to;
  }

  @Override
  public int read() {
    return next < end ? bytes[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (next == end) {
      return -1;
    }
    int count = Math.min(length, end - next);
    System.arraycopy(bytes, next, target, offset, count);
    next += count;
    return count;
  }
}
