package dev.tidings.testkit.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * An HTTP/1.1 client over a socket that reads only when the test says so, and tells an ended
 * response from a broken one. Its receive buffer is tiny, so a server soon feels that it does not
 * read. One thread uses it.
 */
public final class RawClient implements AutoCloseable {
  /** How a response ended. */
  public enum Ending {
    /** The body ended with its last chunk. */
    IN_ORDER,
    /** The body broke off before that, with its connection. */
    BROKEN
  }

  private final Socket socket = new Socket();
  private final InputStream in;
  private boolean headRead;
  private boolean chunked;
  private boolean firstChunk = true;
  private int leftInChunk;

  /** A client that waits 20 seconds at most; see {@link #RawClient(int, Duration)}. */
  public RawClient(int port) throws IOException {
    this(port, Duration.ofSeconds(20));
  }

  /**
   * The constructor connects to that port of the loopback address and asks for {@code /}.
   *
   * @param patience how long each read waits at most
   */
  public RawClient(int port, Duration patience) throws IOException {
    int millis = (int) patience.toMillis();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(millis);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
    in = new BufferedInputStream(socket.getInputStream(), 512);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(ISO_8859_1));
  }

  /**
   * The client reads that many bytes of the body.
   *
   * @throws EOFException if there are fewer
   */
  public byte[] read(int length) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < length) {
      int next = read();
      if (next < 0) {
        throw new EOFException("the response ended after " + body.size() + " bytes");
      }
      body.write(next);
    }
    return body.toByteArray();
  }

  /**
   * The client reads the body to its end.
   *
   * @throws EOFException if a chunked response breaks off before its end
   */
  public byte[] readToEnd() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int next = read(); next >= 0; next = read()) {
      body.write(next);
    }
    return body.toByteArray();
  }

  /**
   * The client reads all that still comes.
   *
   * @return how the response ended
   * @throws AssertionError if nothing comes and it does not end
   */
  public Ending awaitEnding() throws IOException {
    try {
      while (read() >= 0) {
        // What it says is not asked here.
      }
      return Ending.IN_ORDER;
    } catch (SocketTimeoutException open) {
      throw new AssertionError("neither the response nor the connection ended", open);
    } catch (EOFException | SocketException | NumberFormatException broken) {
      return Ending.BROKEN;
    }
  }

  private int read() throws IOException {
    if (!headRead) {
      for (String line = line(); !line.isEmpty(); line = line()) {
        chunked |= line.equalsIgnoreCase("transfer-encoding: chunked");
      }
      headRead = true;
    }
    if (!chunked) {
      return in.read();
    }
    if (leftInChunk == 0) {
      // A server may send the line break that ends a chunk with the next one.
      String size = firstChunk ? line() : line() + line();
      firstChunk = false;
      leftInChunk = Integer.parseInt(size, 16);
      if (leftInChunk == 0) {
        return -1;
      }
    }
    leftInChunk--;
    return orBroken(in.read());
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = orBroken(in.read()); next != '\n'; next = orBroken(in.read())) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static int orBroken(int read) throws EOFException {
    if (read < 0) {
      throw new EOFException("the connection ended before the response");
    }
    return read;
  }

  /** The client resets the connection, as a process that dies does. */
  public void disconnect() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
