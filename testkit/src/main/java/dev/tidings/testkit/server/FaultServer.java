package dev.tidings.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback address that plays a script on each connection, byte for byte. It knows
 * of HTTP only what {@link Connection#readRequest()} needs; what it answers, and whether that is
 * HTTP at all, is the script's business. Each connection has a daemon thread of its own.
 */
public final class FaultServer implements AutoCloseable {
  private static final int BACKLOG = 512;

  /** What to do on one connection; it is closed afterwards, also when the script throws. */
  @FunctionalInterface
  public interface Script {
    /** The script plays on the connection's own thread. What it throws ends the connection. */
    void play(Connection connection) throws Exception;
  }

  private final ServerSocket server;
  private final List<Script> scripts;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FaultServer(ServerSocket server, List<Script> scripts) {
    this.server = server;
    this.scripts = scripts;
  }

  /**
   * A server that listens on a free port.
   *
   * @param scripts one for each connection in turn; the last one for all that follow
   * @throws IllegalArgumentException if there is no script
   */
  public static FaultServer start(Script... scripts) throws IOException {
    if (scripts.length == 0) {
      throw new IllegalArgumentException("no script; give at least one");
    }
    FaultServer server =
        new FaultServer(
            new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), List.of(scripts));
    daemon("fault-server", server::accept);
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** Its address with this path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** How many connections it has accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** The server stops listening and closes every connection. */
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
        daemon("fault-server-" + number, () -> play(script, socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.play(new Connection(socket));
    } catch (Exception e) {
      // The client left, which is what many scripts are about.
    } finally {
      sockets.remove(socket);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
