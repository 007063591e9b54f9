package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.SinkServer;

/** The servlet sink on Jetty, where nothing is installed that breaks connections. */
class ServletSinkOnJettyTest extends SinkContract {
  @Override
  SinkServer start() throws Exception {
    return new JettyServer(ServletSink::of);
  }

  @Override
  boolean breaks() {
    return false;
  }
}
