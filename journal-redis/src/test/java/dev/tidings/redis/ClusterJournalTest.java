package dev.tidings.redis;

import dev.tidings.journal.Journal;
import dev.tidings.testkit.journal.JournalContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract on a cluster of three. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class ClusterJournalTest extends JournalContract {
  private static RedisCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new RedisCluster();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Override
  protected Journal connect() {
    return RedisJournal.builder(cluster.address()).cluster().build();
  }
}
