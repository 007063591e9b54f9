package dev.tidings.sse;

import dev.tidings.sse.testing.TomcatServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;

/** The servlet sink on Tomcat, where nothing is installed that breaks connections. */
class ServletSinkOnTomcatTest extends SinkContract {
  @Override
  protected SinkServer start() throws Exception {
    return new TomcatServer(ServletSink::of);
  }

  @Override
  protected boolean breaks() {
    return false;
  }
}
