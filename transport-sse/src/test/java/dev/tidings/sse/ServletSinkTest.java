package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.SinkServer;

/** The servlet sink in a real container. */
class ServletSinkTest extends SseSinkContract {
  @Override
  SinkServer start() throws Exception {
    return new JettyServer(ServletSink::of);
  }
}
