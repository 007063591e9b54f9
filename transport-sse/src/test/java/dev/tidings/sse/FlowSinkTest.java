package dev.tidings.sse;

import dev.tidings.sse.testing.FlowServer;
import dev.tidings.sse.testing.SinkServer;

/** The publishing sink on a host whose responses are publishers. */
class FlowSinkTest extends SinkContract {
  @Override
  SinkServer start() throws Exception {
    return new FlowServer();
  }
}
