package dev.tidings.websocket.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A WebSocket of bare hands (RFC 6455): it does what no decent client does. */
public final class RawSocket implements AutoCloseable {
  /** The opcodes. */
  public static final int TEXT = 1;

  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;

  private static final int SMALL_BUFFER = 4 * 1024;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private final String head;

  /**
   * A frame that came.
   *
   * @param opcode what it is; -1 when the connection ended without a close
   * @param payload what it holds
   */
  public record Frame(int opcode, ByteBuffer payload) {
    /** The code of a close frame. */
    public int closeCode() {
      return payload.getShort(0) & 0xffff;
    }
  }

  /** Connects with more lines in the head, each ending in CR LF. */
  public RawSocket(int port, String path, String lines) throws IOException {
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write(
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + lines
                + "\r\n")
            .getBytes(US_ASCII));
    head = readHead();
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no answer: " + read.toString(US_ASCII));
      }
      read.write(next);
    }
    return read.toString(US_ASCII);
  }

  /** The head of the handshake's answer. */
  public String head() {
    return head;
  }

  /** Sends a frame, masked as clients must. */
  public void send(int opcode, boolean last, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(last ? 0x80 | opcode : opcode);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    // A mask of zeros.
    frame.write(new byte[4], 0, 4);
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  /** Reads a frame; one that is no frame when the connection is over. */
  public Frame read() {
    try {
      int opcode = in.readUnsignedByte() & 0x0f;
      long length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = new byte[Math.toIntExact(length)];
      in.readFully(payload);
      return new Frame(opcode, ByteBuffer.wrap(payload));
    } catch (IOException over) {
      return new Frame(-1, ByteBuffer.allocate(0));
    }
  }

  /** Reads until a close frame, or the end without one. */
  public Frame readToClose() {
    Frame frame = read();
    while (frame.opcode() >= 0 && frame.opcode() != CLOSE) {
      frame = read();
    }
    return frame;
  }

  /** Says that nothing will come from this side any more. */
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
