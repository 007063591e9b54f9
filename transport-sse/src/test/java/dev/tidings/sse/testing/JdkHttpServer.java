package dev.tidings.sse.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.sse.OutputStreamSink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The JDK's own HTTP server. */
public final class JdkHttpServer extends SinkServer {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Starts it. */
  public JdkHttpServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(200, 0);
    Interruptible out = new Interruptible(exchange.getResponseBody());
    opened(
        new OutputStreamSink(
            out,
            () -> {
              out.interrupt();
              exchange.close();
            }));
  }

  /**
   * A write to this server's channel ends, and the connection with it, when its thread is
   * interrupted; nothing else ends one that hangs.
   */
  private static final class Interruptible extends FilterOutputStream {
    private final AtomicReference<@Nullable Thread> writer = new AtomicReference<>();

    Interruptible(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writer.set(Thread.currentThread());
      try {
        out.write(bytes, offset, length);
        out.flush();
      } finally {
        writer.set(null);
      }
    }

    void interrupt() {
      Thread writing = writer.getAndSet(null);
      if (writing != null) {
        writing.interrupt();
      }
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  /** This server does not tell: its clients see it. */
  @Override
  public void awaitNoConnection() {}

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
