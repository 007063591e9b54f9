package dev.tidings.examples.hosts;

import com.sun.net.httpserver.HttpServer;
import dev.tidings.ProgressHub;
import dev.tidings.rag.RagPipeline;
import dev.tidings.sse.SseTransport;
import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An example host on a free port.
 *
 * @param questions where its two routes are
 * @param stop stops it
 */
record RunningHost(URI questions, Stop stop) implements AutoCloseable {
  /** Stops a server. */
  interface Stop {
    void stop() throws Exception;
  }

  private static RunningHost at(int port, Stop stop) {
    return new RunningHost(URI.create("http://127.0.0.1:" + port + "/questions"), stop);
  }

  /** The servlet on Jetty. */
  static RunningHost servlet(ProgressHub hub, RagPipeline pipeline, SseTransport transport)
      throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServletContainerInitializer(
        (classes, application) ->
            new QuestionServlet(hub, pipeline, transport).register(application));
    server.setHandler(context);
    server.start();
    return at(connector.getLocalPort(), server::stop);
  }

  /** The one on Javalin. */
  static RunningHost javalin(ProgressHub hub, RagPipeline pipeline, SseTransport transport) {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.host = "127.0.0.1";
              config.jetty.port = 0;
              new JavalinHost(hub, pipeline, transport).register(config.routes);
            });
    server.start();
    return at(server.port(), server::stop);
  }

  /** The one on the JDK's own server. */
  static RunningHost jdk(SseTransport transport, ExecutorService executor) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    new JdkHost(transport, executor).register(server);
    server.start();
    return at(server.getAddress().getPort(), () -> server.stop(0));
  }

  /** The address of a task's stream. */
  URI stream(String taskId) {
    return URI.create(questions + "/" + taskId);
  }

  @Override
  public void close() {
    try {
      stop.stop();
    } catch (Exception fault) {
      throw new IllegalStateException("the host does not stop", fault);
    }
  }
}
