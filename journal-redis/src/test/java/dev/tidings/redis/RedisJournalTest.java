package dev.tidings.redis;

import dev.tidings.journal.Journal;
import dev.tidings.testkit.journal.JournalContract;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class RedisJournalTest extends JournalContract {
  private static RedisServer redis;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  @Override
  protected Journal connect() {
    return RedisJournal.of(redis.address());
  }
}
