package dev.tidings.sse;

import dev.tidings.sse.testing.FlowServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;

/** The publishing sink on a host whose responses are publishers. */
class FlowSinkTest extends SinkContract {
  @Override
  protected SinkServer start() throws Exception {
    return new FlowServer();
  }
}
