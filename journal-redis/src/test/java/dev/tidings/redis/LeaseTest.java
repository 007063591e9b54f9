package dev.tidings.redis;

import static dev.tidings.redis.Fixture.answer;
import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.awaitEnd;
import static dev.tidings.redis.Fixture.endOf;
import static dev.tidings.redis.Fixture.head;
import static dev.tidings.redis.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What becomes of the tasks of processes that go, that sleep, or that only seem to be gone. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class LeaseTest {
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final String task = "task_" + UUID.randomUUID();
  private final List<RedisJournal> journals = new ArrayList<>();
  private RedisServer redis;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    journals.forEach(RedisJournal::close);
    redis.close();
  }

  private RedisJournal connect() {
    RedisJournal journal = RedisJournal.builder(redis.address()).lease(LEASE).build();
    journals.add(journal);
    journal.open(changed -> {});
    return journal;
  }

  private static void begin(RedisJournal journal, String id) throws Exception {
    Answer answer = answer(() -> journal.begin(id, Optional.of("somebody"), head(id, "w1")));
    assertThat(answer).isEqualTo(Answer.STORED);
  }

  @Test
  void theTasksOfAProcessThatIsGoneAreEndedAsLost() throws Exception {
    RedisJournal gone = connect();
    RedisJournal other = connect();
    RedisJournal third = connect();
    for (int i = 0; i < 150; i++) {
      begin(gone, task + "-" + i);
    }
    begin(other, task);
    await(gone.append(task + "-0", text(2, "w1", "seen")));

    gone.vanish();

    for (int i = 0; i < 150; i++) {
      assertThat(awaitEnd(third, task + "-" + i)).isEqualTo(FailureCode.TASK_LOST);
    }
    assertThat(await(third.read(task + "-0", 1)).orElseThrow().batches().get(0))
        .isEqualTo(text(2, "w1", "seen"));
    assertThat(endOf(third, task)).as("a living process's").isNull();
  }

  @Test
  void theTasksOfAProcessThatWasTheOnlyOneAreEndedByTheNext() throws Exception {
    RedisJournal gone = connect();
    begin(gone, task);
    gone.vanish();

    RedisJournal next = connect();

    assertThat(awaitEnd(next, task)).isEqualTo(FailureCode.TASK_LOST);
  }

  @Test
  void whoLeavesInOrderLeavesNothingUnended() throws Exception {
    RedisJournal leaving = connect();
    RedisJournal other = connect();
    begin(leaving, task);

    leaving.close();

    assertThat(awaitEnd(other, task)).isEqualTo(FailureCode.TASK_LOST);
  }

  @Test
  void anOutageOfTheStoreEndsNobodysTasks() throws Exception {
    RedisJournal one = connect();
    RedisJournal two = connect();
    begin(one, task + "-1");
    begin(two, task + "-2");

    redis.pause();
    // Each call runs into its time-out, so this takes more than two leases.
    for (int i = 0; i < 3; i++) {
      assertThat(one.append(task + "-1", text(2, "w1", "a")).toCompletableFuture())
          .failsWithin(Duration.ofSeconds(Fixture.PATIENCE));
    }
    redis.resume();
    RedisJournal gone = connect();
    begin(gone, task + "-3");
    gone.vanish();

    assertThat(awaitEnd(one, task + "-3")).isEqualTo(FailureCode.TASK_LOST);
    assertThat(endOf(one, task + "-1")).isNull();
    assertThat(endOf(one, task + "-2")).isNull();
    assertThat(answer(() -> one.append(task + "-1", text(2, "w1", "a")))).isEqualTo(Answer.STORED);
  }

  @Test
  void anIdThatTheDeadOnlyWantedIsLeftToWhoHasIt() throws Exception {
    RedisJournal owner = connect();
    RedisJournal gone = connect();
    begin(owner, task);
    begin(gone, task + "-own");
    try (RawRedis raw = new RawRedis(redis)) {
      raw.commands().sadd(new Keys("tidings:").running(gone.process()), task);
    }

    gone.vanish();

    assertThat(awaitEnd(owner, task + "-own")).isEqualTo(FailureCode.TASK_LOST);
    assertThat(endOf(owner, task)).isNull();
  }
}
