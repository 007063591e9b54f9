package dev.tidings.testkit.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A server of bare sockets, for sinks that write to a stream. Its responses are in chunks, so that
 * an end in order can be told from a broken one.
 */
public final class SocketServer extends SinkServer {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final ServerSocket server;
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

  /** A factory makes the sink under test, on the server's thread. */
  @FunctionalInterface
  public interface SinkFactory {
    /**
     * A sink of one response.
     *
     * @param body where it is written: each write is a chunk that leaves at once; closing it ends
     *     the response in order
     * @param cut breaks the connection, from any thread, without waiting
     */
    Sink of(OutputStream body, Runnable cut);
  }

  private final SinkFactory sinks;

  /** The server starts, with sinks of that kind. */
  public SocketServer(SinkFactory sinks) throws IOException {
    this.sinks = sinks;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "socket-server");
    accepting.setDaemon(true);
    accepting.start();
  }

  private record Connection(Socket socket, CountDownLatch closed) {
    void close() {
      try {
        socket.close();
      } catch (IOException gone) {
        throw new AssertionError(gone);
      } finally {
        closed.countDown();
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Connection connection = new Connection(server.accept(), new CountDownLatch(1));
        connections.add(connection);
        readRequest(connection.socket().getInputStream());
        OutputStream out = connection.socket().getOutputStream();
        out.write(HEAD.getBytes(ISO_8859_1));
        opened(sinks.of(new Body(out, connection), connection::close));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    for (int lines = 0; lines < 3; ) {
      if (in.read() == '\n') {
        lines++;
      }
    }
  }

  /** A response's stream: each write is a chunk, and the last one ends it. */
  private static final class Body extends OutputStream {
    private final OutputStream out;
    private final Connection connection;

    Body(OutputStream out, Connection connection) {
      this.out = out;
      this.connection = connection;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
      out.write(bytes, offset, length);
      out.write("\r\n".getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
      out.write("0\r\n\r\n".getBytes(ISO_8859_1));
      connection.close();
    }
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void awaitNoConnection() throws InterruptedException {
    for (Connection connection : connections) {
      if (!connection.closed().await(20, SECONDS)) {
        throw new AssertionError("a connection is still open after 20 s");
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    connections.forEach(Connection::close);
  }
}
