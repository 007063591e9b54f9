package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Sink;
import dev.tidings.testkit.sink.SinkServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty, whose every request is made asynchronous. Its connections never time out by themselves.
 */
public final class JettyServer extends SinkServer {
  private final Server server = new Server(new QueuedThreadPool(8, 2));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final SinkFactory sinks;

  /** Of a request whose dispatch threw, Jetty tells no listener that it is complete. */
  private final boolean tellsCompletion;

  private int connections;
  private int requests;

  /** Makes the sink under test. */
  @FunctionalInterface
  public interface SinkFactory {
    /** A sink of that context's response. */
    Sink of(AsyncContext context) throws IOException;
  }

  /** Starts it with sinks of that kind, and filters for asynchronous dispatches. */
  public JettyServer(SinkFactory sinks, Filter... filters) throws Exception {
    this.sinks = sinks;
    this.tellsCompletion = filters.length == 0;
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(Duration.ofHours(1).toMillis());
    connector.addBean(
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            count(1, 0);
          }

          @Override
          public void onClosed(Connection connection) {
            count(-1, 0);
          }
        });
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(new StreamServlet());
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    for (Filter filter : filters) {
      FilterHolder installed = new FilterHolder(filter);
      installed.setAsyncSupported(true);
      context.addFilter(installed, "/*", EnumSet.of(DispatcherType.ASYNC));
    }
    server.setHandler(context);
    server.start();
  }

  private final class StreamServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/event-stream;charset=utf-8");
      AsyncContext context = request.startAsync();
      if (tellsCompletion) {
        count(0, 1);
        context.addListener(new Completion());
      }
      opened(sinks.of(context));
    }
  }

  private final class Completion implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      count(0, -1);
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private synchronized void count(int connection, int request) {
    connections += connection;
    requests += request;
    notifyAll();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public synchronized void awaitNoConnection() throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (connections + requests > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            connections + " connections and " + requests + " requests are still open");
      }
      NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
