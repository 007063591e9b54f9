package dev.tidings.websocket.testing;

import dev.tidings.websocket.WebSocketTransport;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsContextListener;

/** Tomcat, with small send buffers, as the transport asks its hosts for. */
public final class TomcatHost extends Host {
  /** Held, because a logger that is not may be collected with its level. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();

  /** Starts it. */
  public TomcatHost(WebSocketTransport transport) throws Exception {
    LOG.setLevel(Level.OFF);
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("socket.txBufSize", Integer.toString(16 * 1024));
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    context.addApplicationListener(WsContextListener.class.getName());
    Tomcat.addServlet(context, "task", new TaskServlet(transport)).addMapping("/*");
    tomcat.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

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
