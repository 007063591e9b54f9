package dev.tidings.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;

/** One connection of a client, as a script sees it. Only the script's thread uses it. */
public final class Connection {
  private final Socket socket;
  private final InputStream in;

  Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * The call reads the next request to its end.
   *
   * @throws EOFException if the client closes instead
   */
  public Request readRequest() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client closed before the end of a request's head");
      }
      head.append((char) next);
    }
    int length = 0;
    for (String line : head.toString().lines().toList()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return new Request(head.toString(), new String(in.readNBytes(length), UTF_8));
  }

  /** The call sends the text in UTF-8 at once. */
  public Connection write(String text) throws IOException {
    return write(text.getBytes(UTF_8));
  }

  /** The call sends the bytes at once. */
  public Connection write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The call sends the bytes, one packet for each byte. */
  public Connection writeBytewise(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      write(new byte[] {b});
    }
    return this;
  }

  /** The call says nothing until the client goes. */
  public void awaitClosed() throws IOException {
    try {
      while (in.read() >= 0) {
        // Whatever it is.
      }
    } catch (SocketException e) {
      // A reset is a way of going too.
    }
  }

  /** The call closes in order; what was written still arrives. */
  public void close() throws IOException {
    socket.close();
  }

  /** The call closes so that the client sees a reset and not an end. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /**
   * A request.
   *
   * @param head its first line and its headers, as they came
   * @param body its body, empty if it has none
   */
  public record Request(String head, String body) {
    /** The value of a header, or an empty text. */
    public String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }
}
