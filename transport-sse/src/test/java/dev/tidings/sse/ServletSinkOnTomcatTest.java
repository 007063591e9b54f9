package dev.tidings.sse;

import dev.tidings.sse.testing.SinkServer;
import dev.tidings.sse.testing.TomcatServer;

/** The servlet sink on Tomcat, where nothing is installed that breaks connections. */
class ServletSinkOnTomcatTest extends SinkContract {
  @Override
  SinkServer start() throws Exception {
    return new TomcatServer(ServletSink::of);
  }

  @Override
  boolean breaks() {
    return false;
  }
}
