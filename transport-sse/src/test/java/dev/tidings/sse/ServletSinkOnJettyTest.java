package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;

/** The servlet sink on Jetty, where nothing is installed that breaks connections. */
class ServletSinkOnJettyTest extends SinkContract {
  @Override
  protected SinkServer start() throws Exception {
    return new JettyServer(ServletSink::of);
  }

  @Override
  protected boolean breaks() {
    return false;
  }
}
