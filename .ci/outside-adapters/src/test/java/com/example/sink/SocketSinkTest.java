package com.example.sink;

import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;
import dev.tidings.testkit.sink.SocketServer;
import java.io.IOException;

class SocketSinkTest extends SinkContract {
  @Override
  protected SinkServer start() throws IOException {
    return new SocketServer(SocketSink::new);
  }
}
