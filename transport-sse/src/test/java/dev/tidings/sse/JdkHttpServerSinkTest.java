package dev.tidings.sse;

import dev.tidings.sse.testing.JdkHttpServer;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;
import java.io.IOException;

/** The sink over the stream of a real HTTP server. */
class JdkHttpServerSinkTest extends SinkContract {
  @Override
  protected SinkServer start() throws IOException {
    return new JdkHttpServer();
  }

  @Override
  protected boolean breaks() {
    return false;
  }
}
