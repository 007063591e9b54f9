package dev.tidings.examples.fortune;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;

/**
 * The Jetty under Javalin: where it listens, what it takes from strangers, and what stands in front
 * of the routes.
 *
 * <p>No thread waits for a client that uploads: a request comes to the routes when its body is
 * there. So what slow clients cost is connections, and of those each address has only so many.
 */
final class JettyHost {
  /** Bytes a second of an upload; whoever has sent less on the whole is refused. */
  private static final long SLOWEST_UPLOAD = 100;

  /** What a piece of a body counts beside its bytes, so that nobody sends a body in crumbs. */
  private static final int PIECE_OVERHEAD = 64;

  /** Room for the largest body in pieces of a hundred bytes. */
  private static final int MOST_RETAINED = 2 * QuestionBody.MOST_BYTES;

  /** Small, so that TCP tells soon and in small steps of a client that reads slowly. */
  private static final int SEND_BUFFER = 16 * 1024;

  /** An answer of fewer bytes is buffered whole; a larger one is a {@link LargeBody}. */
  static final int WHOLE_ANSWER = 64 * 1024;

  private JettyHost() {}

  /** Sets up the Jetty that Javalin starts. */
  static void configure(JavalinConfig config, ServerSettings settings) {
    AccessSettings access = settings.access();
    UnusedConnections unused = new UnusedConnections(access.idle());
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyErrors());
          // Each goes in front of those before. A connection is in use once a body is there.
          server.insertHandler(unused);
          server.insertHandler(
              new EagerContentHandler(
                  new RetainedContentLoaderFactory(MOST_RETAINED, PIECE_OVERHEAD, true)));
          server.insertHandler(new MinimumDataRateHandler(SLOWEST_UPLOAD, 0));
          server.insertHandler(new ReturningStreams());
          if (!access.origins().isEmpty()) {
            server.insertHandler(crossOrigin(access.origins()));
          }
          server.insertHandler(new UrlCredentials());
          server.addBean(new NetworkConnectionLimit(access.connections(), server));
        });
    config.jetty.modifyServletContextHandler(
        servlets -> servlets.setErrorHandler(new JettyErrors()));
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = connector(server, http, settings);
          connector.addBean(unused.listener());
          return connector;
        });
  }

  /** Lets pages of those origins call the API and read its streams; tokens are no credentials. */
  private static Handler.Singleton crossOrigin(Set<String> origins) {
    CrossOriginHandler handler = new CrossOriginHandler();
    handler.setAllowedOriginPatterns(
        origins.stream().map(Pattern::quote).collect(Collectors.toSet()));
    // Our own page has an origin too when it opens a WebSocket; who may, the endpoint says.
    handler.setDeliverNonAllowedOriginWebSocketUpgradeRequests(true);
    handler.setAllowedMethods(Set.of("GET", "HEAD", "POST"));
    handler.setAllowedHeaders(
        Set.of("Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"));
    handler.setExposedHeaders(
        Set.of(
            "ETag",
            "Retry-After",
            "x-vercel-ai-ui-message-stream",
            "Stream-Next-Offset",
            "Stream-Up-To-Date",
            "Stream-Closed",
            "Stream-Cursor"));
    return handler;
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServerSettings settings) {
    AccessSettings access = settings.access();
    // What fits is handed over whole when the route is done, and no thread waits until it is read.
    http.setOutputBufferSize(WHOLE_ANSWER);
    http.setOutputAggregationSize(WHOLE_ANSWER);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(access.idle().toMillis());
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    connector.addBean(
        new ConnectionsPerAddress(
            access.connectionsPerAddress(),
            address ->
                address.isLoopbackAddress()
                    || access.proxies().contains(address.getHostAddress())));
    try {
      // Here and not with the server, whose start would tell of a port in use with a stack trace.
      connector.open();
    } catch (IOException refused) {
      Throwable reason = refused.getCause() == null ? refused : refused.getCause();
      throw new UncheckedIOException(
          "cannot listen on "
              + settings.host()
              + ", port "
              + settings.port()
              + ": "
              + (reason instanceof UnresolvedAddressException
                  ? "nothing of that name is known"
                  : reason.getMessage())
              + "; stop what listens there, or set HOST and PORT",
          refused);
    }
    return connector;
  }
}
