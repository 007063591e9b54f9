package dev.tidings.testkit.sink;

import java.io.IOException;

/** The contract can be kept. */
class StreamSinkTest extends SinkContract {
  @Override
  protected SinkServer start() throws IOException {
    return new SocketServer(StreamSink::new);
  }
}
