package dev.tidings.examples.fortune;

import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One Redis for all tests of this JVM that are about what is in front of it; ends with the JVM. */
final class SharedRedis {
  private static final RedisServer SERVER = start();

  private SharedRedis() {}

  private static RedisServer start() {
    try {
      RedisServer server = RedisServer.start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      server.close();
                    } catch (IOException left) {
                      throw new UncheckedIOException(left);
                    }
                  }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String address() {
    return SERVER.address();
  }
}
