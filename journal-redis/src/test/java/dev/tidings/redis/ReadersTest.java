package dev.tidings.redis;

import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Redis sees the processes that follow a task, and not the readers in them. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class ReadersTest {
  private static final int PIECES = 50;

  private RedisServer redis;
  private ProgressHub worker;
  private ProgressHub watcher;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
    worker = ProgressHub.builder().journal(RedisJournal.of(redis.address())).build();
    watcher = ProgressHub.builder().journal(RedisJournal.of(redis.address())).build();
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    watcher.close();
    redis.close();
  }

  /** How many commands Redis is given while so many readers are told some pieces. */
  private long commandsWith(int readers) throws Exception {
    String id = "task_" + readers;
    ProgressTracker tracker = worker.start(Task.create(id));
    TaskView watched = watcher.find(id).orElseThrow();
    AtomicLong told = new AtomicLong();
    for (int i = 0; i < readers; i++) {
      var unused = watched.subscribe((task, event) -> told.incrementAndGet());
    }
    awaitUntil(() -> told.get() == readers ? true : null, "the first event at each");
    try (RawRedis raw = new RawRedis(redis)) {
      raw.commands().configResetstat();
      for (int i = 1; i <= PIECES; i++) {
        tracker.token("x");
        long wanted = readers * (1L + i);
        awaitUntil(() -> told.get() == wanted ? true : null, "piece " + i + " at each");
      }
      long commands = total(raw.commands().info("stats"));
      tracker.complete(TaskResult.of("done"));
      await(watched.end());
      return commands;
    }
  }

  private static long total(String info) {
    return info.lines()
        .filter(line -> line.startsWith("total_commands_processed:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aThousandReadersCostRedisWhatOneDoes() throws Exception {
    long one = commandsWith(1);
    long many = commandsWith(1_000);

    // What differs is signs of life.
    assertThat(one).isGreaterThanOrEqualTo(2L * PIECES);
    assertThat(many).isLessThan(2 * one);
  }

  @Test
  void aHintThatCarriesItsBatchSparesBothProcessesTheRead() throws Exception {
    long commands = commandsWith(1);

    // One to store each piece, one to hint at it.
    assertThat(commands).isLessThan(5L * PIECES / 2);
  }
}
