package dev.tidings.sse.testing;

import dev.tidings.testkit.sink.SinkServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Tomcat, whose every request is made asynchronous. */
public final class TomcatServer extends SinkServer {
  /**
   * Tomcat logs each start and each broken response; held, because a logger that is not may be
   * collected with its level.
   */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();

  /** Starts it with sinks of that kind, and filters for asynchronous dispatches. */
  public TomcatServer(JettyServer.SinkFactory sinks, Filter... filters) throws Exception {
    LOG.setLevel(Level.OFF);
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    for (Filter filter : filters) {
      install(context, filter);
    }
    Wrapper servlet = Tomcat.addServlet(context, "stream", new StreamServlet(sinks));
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
    tomcat.start();
  }

  private static void install(Context context, Filter filter) {
    FilterDef definition = new FilterDef();
    definition.setFilterName(filter.getClass().getName());
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName(definition.getFilterName());
    map.addURLPattern("/*");
    map.setDispatcher(DispatcherType.ASYNC.name());
    context.addFilterMap(map);
  }

  private final class StreamServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient JettyServer.SinkFactory sinks;

    StreamServlet(JettyServer.SinkFactory sinks) {
      this.sinks = sinks;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/event-stream;charset=utf-8");
      AsyncContext context = request.startAsync();
      opened(sinks.of(context));
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  /** This server does not tell: its clients see it. */
  @Override
  public void awaitNoConnection() {}

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException fault) {
      throw new AssertionError(fault);
    }
  }
}
