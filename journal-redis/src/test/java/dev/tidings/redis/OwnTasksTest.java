package dev.tidings.redis;

import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a process works on can be found for as long as it works on it. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class OwnTasksTest {
  private static final Duration KEEP = Duration.ofHours(1);

  private final Keys keys = new Keys("mine:");
  private final AtomicLong nanos = new AtomicLong();
  private RedisServer redis;
  private RawRedis raw;
  private Store store;
  private OwnTasks own;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
    raw = new RawRedis(redis);
    store =
        new Store(
            Store.address(redis.address()),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Store.Topology.ONE);
    store.link().open();
    own = new OwnTasks(store.link(), keys, "p1", KEEP, nanos::get);
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    raw.close();
    redis.close();
  }

  @Test
  void aTaskThatRunsForHoursStaysInTheSetThatItsEndIsFoundBy() throws Exception {
    String set = keys.running("p1");
    await(own.announce("long", "w1", ""));
    own.begun("long", "w1", "");
    raw.commands().del(set);

    nanos.addAndGet(KEEP.toNanos() / 2);
    own.renew();

    awaitUntil(() -> raw.commands().exists(set) == 1 ? true : null, "the set");
    assertThat(raw.commands().smembers(set)).containsExactly("long");
    assertThat(raw.commands().pttl(set)).isBetween(KEEP.toMillis() / 2, KEEP.toMillis());
  }
}
