package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A WebSocket of bare hands (RFC 6455), for what no decent client sends. */
final class RawSocket implements AutoCloseable {
  /** A connection that ended without a close frame. */
  static final int NO_CODE = -1;

  private static final int CLOSE = 8;
  private static final int SMALL_BUFFER = 4 * 1024;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final String head;

  /** Shakes hands, with more lines in the head, each ending in CR LF. */
  RawSocket(int port, String path, String lines) throws IOException {
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
    String request =
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: 127.0.0.1:" + port,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            lines + "\r\n");
    write(request.getBytes(US_ASCII));
    StringBuilder read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      read.append((char) in.readUnsignedByte());
    }
    head = read.toString();
  }

  String head() {
    return head;
  }

  /** A frame with that first byte and a mask of zeros. */
  static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.write(0);
    frame.write(0);
    frame.write(0);
    frame.write(0);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Writes that again and again; whether the connection was closed meanwhile. */
  boolean writeUntilClosed(byte[] bytes, int times) {
    try {
      for (int i = 0; i < times; i++) {
        write(bytes);
      }
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  /** Reads until the connection is closed, and gives the code. */
  int readToClose() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        if (opcode == CLOSE) {
          return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
      }
    } catch (IOException over) {
      return NO_CODE;
    }
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
