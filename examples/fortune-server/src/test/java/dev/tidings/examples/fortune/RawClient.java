package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 exchange over a socket, to see each byte and to read none when told so. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private long leftInChunk;

  /** Sends these lines and the blank line after them. */
  RawClient(int port, String... lines) throws IOException {
    // Small, so that what a client does not read soon fills the server's side.
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1024);
    send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** The status line. */
  String status() throws IOException {
    return httpLine();
  }

  /** The headers, after the status line, their names in lower case. */
  Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = httpLine(); !line.isEmpty(); line = httpLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  /** The next line of a chunked body, as it came but for the LF. */
  String bodyLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = bodyByte(); next != '\n'; next = bodyByte()) {
      if (next < 0) {
        throw new IOException("the body ended in a line: " + line.toString(UTF_8));
      }
      line.write(next);
    }
    return line.toString(UTF_8);
  }

  /** Reads until the other side closes; how much that was. */
  long drain() throws IOException {
    long count = 0;
    while (in.read() >= 0) {
      count++;
    }
    return count;
  }

  private int bodyByte() throws IOException {
    if (leftInChunk == 0) {
      String size = httpLine();
      leftInChunk = Long.parseLong(size.isEmpty() ? httpLine() : size, 16);
      if (leftInChunk == 0) {
        return -1;
      }
    }
    leftInChunk--;
    return in.read();
  }

  private String httpLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection ended");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }
}
