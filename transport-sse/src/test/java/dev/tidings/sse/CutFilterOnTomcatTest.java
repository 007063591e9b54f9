package dev.tidings.sse;

import dev.tidings.sse.testing.SinkServer;
import dev.tidings.sse.testing.TomcatServer;

/** The servlet sink on Tomcat with the filter that breaks connections. */
class CutFilterOnTomcatTest extends SinkContract {
  @Override
  SinkServer start() throws Exception {
    return new TomcatServer(ServletSink::of, new CutFilter());
  }
}
