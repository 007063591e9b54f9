package dev.tidings.sse;

import dev.tidings.sse.testing.JettyServer;
import dev.tidings.sse.testing.SinkServer;

/** The sink beneath the servlet, in the container that it is for. */
class JettySinkTest extends SinkContract {
  @Override
  SinkServer start() throws Exception {
    return new JettyServer(JettySink::of);
  }
}
