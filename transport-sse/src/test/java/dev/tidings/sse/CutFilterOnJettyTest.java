package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.SinkServer;

/** The servlet sink on Jetty with the filter that breaks connections. */
class CutFilterOnJettyTest extends SinkContract {
  @Override
  SinkServer start() throws Exception {
    return new JettyServer(ServletSink::of, new CutFilter());
  }
}
