package dev.tidings.redis;

import dev.tidings.ProgressHub;
import dev.tidings.testkit.hub.HubContract;
import dev.tidings.testkit.server.RedisServer;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two hubs whose connections are broken again and again, whatever is on its way. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class HubsOverABreakingRedisTest extends HubContract {
  private static RedisServer redis;

  private final CountDownLatch done = new CountDownLatch(1);
  private Thread breaker;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  @BeforeEach
  void breakConnections() {
    breaker = new Thread(this::breakAll, "breaker");
    breaker.start();
  }

  private void breakAll() {
    Random random = new Random(16);
    try (RawRedis raw = new RawRedis(redis)) {
      while (!done.await(100 + random.nextInt(300), TimeUnit.MILLISECONDS)) {
        raw.commands()
            .clientKill(
                random.nextBoolean()
                    ? KillArgs.Builder.typePubsub()
                    : KillArgs.Builder.typeNormal().skipme());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void leaveThemAlone() throws InterruptedException {
    done.countDown();
    breaker.join();
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
