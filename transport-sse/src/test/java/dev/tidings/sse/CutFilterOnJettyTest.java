package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;

/** The servlet sink on Jetty with the filter that breaks connections. */
class CutFilterOnJettyTest extends SinkContract {
  @Override
  protected SinkServer start() throws Exception {
    return new JettyServer(ServletSink::of, new CutFilter());
  }
}
