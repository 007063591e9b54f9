package dev.tidings.sse;

import dev.tidings.sse.testing.TomcatServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;

/** The servlet sink on Tomcat with the filter that breaks connections. */
class CutFilterOnTomcatTest extends SinkContract {
  @Override
  protected SinkServer start() throws Exception {
    return new TomcatServer(ServletSink::of, new CutFilter());
  }
}
