package dev.tidings.redis;

import dev.tidings.ProgressHub;
import dev.tidings.testkit.hub.HubContract;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two hubs that share nothing but a Redis. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class HubsOverRedisTest extends HubContract {
  private static RedisServer redis;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  private static ProgressHub hub() {
    return ProgressHub.builder().journal(RedisJournal.of(redis.address())).build();
  }

  @Override
  protected ProgressHub worker() {
    return hub();
  }

  @Override
  protected ProgressHub watcher() {
    return hub();
  }
}
