package dev.tidings.redis;

import static dev.tidings.redis.Fixture.answer;
import static dev.tidings.redis.Fixture.awaitEnd;
import static dev.tidings.redis.Fixture.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.journal.Journal.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tasks that are spread over the servers of a cluster. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class ClusterTest {
  private RedisCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new RedisCluster();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private RedisJournal connect() {
    RedisJournal journal =
        RedisJournal.builder(cluster.address()).cluster().lease(Duration.ofSeconds(1)).build();
    journal.open(changed -> {});
    return journal;
  }

  @Test
  void tasksOfAProcessThatIsGoneAreEndedOnWhateverServerTheyAre() throws Exception {
    RedisJournal gone = connect();
    RedisJournal other = connect();
    for (int i = 0; i < 20; i++) {
      String task = "task_" + i;
      assertThat(answer(() -> gone.begin(task, Optional.of("me"), head(task, "w1"))))
          .isEqualTo(Answer.STORED);
    }
    assertThat(cluster.keys()).allMatch(keys -> keys.stream().anyMatch(k -> k.endsWith(":log")));
    assertThat(answer(() -> other.tasks("me"))).hasSize(20);

    gone.vanish();

    for (int i = 0; i < 20; i++) {
      assertThat(awaitEnd(other, "task_" + i)).isEqualTo(FailureCode.TASK_LOST);
    }
    other.close();
  }
}
