package dev.tidings.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that plays a script on each connection, byte for byte, and can misbehave at will. */
final class RawEndpoint implements AutoCloseable {
  /** What to do on one connection; it is closed afterwards. */
  interface Script {
    void play(Connection connection) throws Exception;
  }

  private final ServerSocket server;
  private final List<Script> scripts;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** One script for each connection in turn; the last one for all that follow. */
  RawEndpoint(Script... scripts) throws IOException {
    this.scripts = List.of(scripts);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon("raw-endpoint", this::accept);
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        int number = connections.getAndIncrement();
        Script script = scripts.get(Math.min(number, scripts.size() - 1));
        daemon("raw-endpoint-" + number, () -> play(script, socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void play(Script script, Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.play(new Connection(socket));
    } catch (Exception e) {
      // The client left, which is what many scripts are about.
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection of a client. */
  static final class Connection {
    private final Socket socket;
    private final InputStream in;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Reads the head and the body of a request, and gives the head. */
    String readRequest() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("no request");
        }
        head.append((char) next);
      }
      for (String line : head.toString().lines().toList()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          in.readNBytes(Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()));
        }
      }
      return head.toString();
    }

    Connection write(String text) {
      return write(text.getBytes(UTF_8));
    }

    Connection write(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** One packet for each byte. */
    Connection writeBytewise(String text) {
      for (byte b : text.getBytes(UTF_8)) {
        write(new byte[] {b});
      }
      return this;
    }

    /** Says nothing until the client goes. */
    void awaitClosed() throws IOException {
      while (in.read() >= 0) {
        // Whatever it is.
      }
    }

    /** Closes so that the client sees a reset and not an end. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  /** Waits with a bound; false if it was not enough. */
  static boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(10, TimeUnit.SECONDS);
  }
}
