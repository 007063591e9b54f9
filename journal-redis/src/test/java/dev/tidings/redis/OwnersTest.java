package dev.tidings.redis;

import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.journal.Journal.Answer;
import dev.tidings.testkit.server.RedisServer;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class OwnersTest {
  private static final int TASKS = 30_000;

  private final Keys keys = new Keys("tidings:");

  /** As many as a night of load leaves; each as a journal leaves it. */
  private void fill(RedisServer redis, Map<String, String> first) throws Exception {
    try (RawRedis raw = new RawRedis(redis)) {
      RedisAsyncCommands<String, String> commands = raw.async();
      List<RedisFuture<?>> answers = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        answers.add(commands.sadd(keys.owned(Keys.nameOf("me")), "task_" + i));
        answers.add(
            commands.xadd(keys.log("task_" + i), new XAddArgs().id(StreamEntry.HEAD), first));
      }
      assertThat(
              LettuceFutures.awaitAll(
                  Fixture.PATIENCE, TimeUnit.SECONDS, answers.toArray(RedisFuture[]::new)))
          .isTrue();
    }
  }

  private Map<String, String> firstEntry(RedisServer redis, String task) {
    try (RawRedis raw = new RawRedis(redis)) {
      return raw
          .commands()
          .xrange(keys.log(task), Range.unbounded())
          .get(0)
          .getBody()
          .entrySet()
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  @Test
  void veryManyTasksOfAnOwnerAreListedThoughOneAnswerMayTakeLittleTime() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisJournal journal =
            RedisJournal.builder(redis.address()).timeout(Duration.ofMillis(100)).build()) {
      journal.open(changed -> {});
      assertThat(await(journal.begin("first", Optional.of("me"), head("first", "w1"))))
          .isEqualTo(Answer.STORED);
      fill(redis, firstEntry(redis, "first"));

      assertThat(await(journal.tasks("me"))).hasSize(TASKS + 1);
    }
  }
}
