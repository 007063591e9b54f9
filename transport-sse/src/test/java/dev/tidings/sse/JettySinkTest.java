package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;

/** The sink beneath the servlet, in the container that it is for. */
class JettySinkTest extends SinkContract {
  @Override
  protected SinkServer start() throws Exception {
    return new JettyServer(JettySink::of);
  }
}
