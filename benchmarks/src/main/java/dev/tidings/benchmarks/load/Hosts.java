package dev.tidings.benchmarks.load;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.server.ServerConnector;

/** The same settings for every server on Javalin. */
final class Hosts {
  /** Small enough that a client which does not read is felt within the run. */
  static final int SEND_BUFFER = 16 * 1024;

  private Hosts() {}

  static void configure(JavalinConfig config, Scenario scenario) {
    config.startup.showJavalinBanner = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = new ServerConnector(server);
          connector.setHost("127.0.0.1");
          connector.setPort(0);
          connector.setAcceptQueueSize(8192);
          if (scenario.stalled() > 0 || scenario.payload() > 0) {
            connector.setAcceptedSendBufferSize(SEND_BUFFER);
          }
          return connector;
        });
  }
}
