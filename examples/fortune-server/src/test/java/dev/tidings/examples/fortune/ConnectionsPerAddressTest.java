package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connections of one address, on a Jetty that exempts nobody. */
class ConnectionsPerAddressTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<Socket> sockets = new ArrayList<>();

  private void start(ConnectionsPerAddress limit) throws Exception {
    connector.setHost(LOOPBACK.getHostAddress());
    connector.addBean(limit);
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
  }

  /** Connects and asks for something; whether there was an answer. */
  private boolean isServed() throws IOException {
    Socket socket = new Socket(LOOPBACK, connector.getLocalPort());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    try {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      return socket.getInputStream().read() >= 0;
    } catch (SocketException reset) {
      return false;
    }
  }

  @Test
  void oneMoreThanItsShareIsClosedUntilAnotherLeaves() throws Exception {
    start(new ConnectionsPerAddress(2, address -> false));
    assertThat(isServed()).isTrue();
    assertThat(isServed()).isTrue();

    assertThat(isServed()).isFalse();
    assertThat(isServed()).isFalse();

    sockets.get(0).close();
    // The server learns of it a moment later.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    boolean served = isServed();
    while (!served && System.nanoTime() < end) {
      served = isServed();
    }
    assertThat(served).isTrue();
    assertThat(isServed()).isFalse();
  }

  @Test
  void exemptAddressHasAsManyAsItLikes() throws Exception {
    start(new ConnectionsPerAddress(1, InetAddress::isLoopbackAddress));

    for (int i = 0; i < 5; i++) {
      assertThat(isServed()).isTrue();
    }
  }
}
