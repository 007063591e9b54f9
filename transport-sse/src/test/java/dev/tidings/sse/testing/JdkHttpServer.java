package dev.tidings.sse.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.sse.OutputStreamSink;
import dev.tidings.testkit.sink.SinkServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    opened(
        OutputStreamSink.unbreakable(
            exchange.getResponseBody(), () -> threads.execute(exchange::close)));
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
