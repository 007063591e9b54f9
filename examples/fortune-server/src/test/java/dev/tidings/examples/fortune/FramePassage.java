package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands on what a server says over a WebSocket (RFC 6455), frame by frame. */
final class FramePassage {
  /** What happens to a frame that is an event. */
  enum Fate {
    PASSES,
    /** Half of it passes, and nothing after it. */
    IS_CUT
  }

  /** Decides over events. */
  @FunctionalInterface
  interface Events {
    /** The fate of the next event, before it passes. */
    Fate next();
  }

  /** Is told of events that passed; what it waits for, all that follows waits for. */
  @FunctionalInterface
  interface Passed {
    void event() throws InterruptedException;
  }

  private final DataInputStream from;
  private final OutputStream to;

  FramePassage(InputStream from, OutputStream to) {
    this.from = new DataInputStream(from);
    this.to = to;
  }

  /** Hands on the answer to the handshake and then all frames, until one is cut or all is over. */
  void pass(Events events, Passed passed) throws IOException, InterruptedException {
    passHead();
    while (true) {
      byte[] frame = readFrame();
      boolean event = new String(frame, ISO_8859_1).contains("\"id\":\"");
      if (event && events.next() == Fate.IS_CUT) {
        to.write(frame, 0, frame.length / 2);
        to.flush();
        return;
      }
      to.write(frame);
      to.flush();
      if (event) {
        passed.event();
      }
    }
  }

  private void passHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) from.readUnsignedByte());
    }
    to.write(head.toString().getBytes(ISO_8859_1));
    to.flush();
  }

  private byte[] readFrame() throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(from.readUnsignedByte());
    int length = from.readUnsignedByte();
    frame.write(length);
    long payload = length;
    int more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (more > 0) {
      payload = 0;
      for (byte next : from.readNBytes(more)) {
        payload = (payload << 8) | (next & 0xff);
        frame.write(next);
      }
    }
    byte[] rest = new byte[Math.toIntExact(payload)];
    from.readFully(rest);
    frame.writeBytes(rest);
    return frame.toByteArray();
  }
}
