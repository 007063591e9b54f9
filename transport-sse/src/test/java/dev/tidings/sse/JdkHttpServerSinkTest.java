package dev.tidings.sse;

import dev.tidings.sse.testing.JdkHttpServer;
import dev.tidings.sse.testing.SinkServer;
import java.io.IOException;

/** The sink over the stream of a real HTTP server. */
class JdkHttpServerSinkTest extends SinkContract {
  @Override
  SinkServer start() throws IOException {
    return new JdkHttpServer();
  }

  @Override
  boolean breaks() {
    return false;
  }
}
