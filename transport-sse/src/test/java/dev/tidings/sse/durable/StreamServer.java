package dev.tidings.sse.durable;

import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** The server, on a free port of this machine. */
final class StreamServer implements AutoCloseable {
  private final StoredStreams streams;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);

  /** Starts it, with long-polls that wait so long. */
  StreamServer(Duration longPoll) throws Exception {
    streams = new StoredStreams(longPoll);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(new StreamServlet(streams));
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/v1/stream/*");
    server.setHandler(context);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  @Override
  public void close() {
    streams.close();
    LifeCycle.stop(server);
  }
}
