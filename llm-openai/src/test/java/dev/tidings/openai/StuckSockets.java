package dev.tidings.openai;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Makes sockets that never connect, and notice only when they are closed. */
final class StuckSockets extends SocketFactory {
  private final AtomicInteger created = new AtomicInteger();

  int created() {
    return created.get();
  }

  @Override
  public Socket createSocket() {
    created.incrementAndGet();
    return new StuckSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  private static final class StuckSocket extends Socket {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      try {
        closed.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new SocketException("closed while connecting");
    }

    @Override
    public synchronized void close() throws IOException {
      closed.countDown();
      super.close();
    }
  }
}
