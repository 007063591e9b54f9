package dev.tidings.redis;

import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.awaitUntil;
import static dev.tidings.redis.Fixture.end;
import static dev.tidings.redis.Fixture.head;
import static dev.tidings.redis.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Nothing is left in a store for ever. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class ExpiryTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long RETENTION = Duration.ofMinutes(5).toMillis();

  private final Keys keys = new Keys("mine:");
  private RedisServer redis;
  private RawRedis raw;
  private RedisJournal journal;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
    raw = new RawRedis(redis);
    journal = journal();
  }

  private RedisJournal journal() {
    RedisJournal one =
        RedisJournal.builder(redis.address())
            .prefix("mine:")
            .retention(Duration.ofMillis(RETENTION))
            .build();
    one.open(changed -> {});
    return one;
  }

  @AfterEach
  void stop() throws IOException {
    journal.close();
    raw.close();
    redis.close();
  }

  private void begin(String task) throws Exception {
    assertThat(await(journal.begin(task, Optional.of("me"), head(task, "w1"))))
        .isEqualTo(Answer.STORED);
  }

  @Test
  void everyKeyHasThePrefixAndAnExpiry() throws Exception {
    begin("a");
    begin("b");
    await(journal.append("a", text(2, "w1", "x")));
    await(journal.append("b", end("w2", FailureCode.CANCELLED)));

    List<String> all = raw.commands().keys("*");
    assertThat(all)
        .contains(keys.log("a"), keys.log("b"), keys.processes(), keys.owned(Keys.nameOf("me")))
        .allMatch(key -> key.startsWith("mine:"))
        .allSatisfy(key -> assertThat(raw.commands().pttl(key)).as(key).isPositive());
  }

  @Test
  void anUnfinishedTaskStaysAnHourAndAFinishedOneTheRetention() throws Exception {
    begin("a");
    assertThat(raw.commands().pttl(keys.log("a"))).isBetween(HOUR / 2, HOUR);

    await(journal.append("a", end("w2", FailureCode.CANCELLED)));

    long left =
        awaitUntil(
            () -> {
              long now = raw.commands().pttl(keys.log("a"));
              return now <= RETENTION ? now : null;
            },
            "the retention");
    assertThat(left).isBetween(RETENTION / 2, RETENTION);
  }

  @Test
  void whoWantsAnIdThatIsTakenGivesItNoMoreTime() throws Exception {
    begin("a");
    await(journal.append("a", end("w2", FailureCode.CANCELLED)));
    raw.commands().pexpire(keys.log("a"), 10_000);
    RedisJournal other = journal();

    assertThat(await(other.begin("a", Optional.of("you"), head("a", "w3"))))
        .isEqualTo(Answer.TAKEN);

    assertThat(raw.commands().pttl(keys.log("a"))).isBetween(1L, 10_000L);
    assertThat(await(other.tasks("you"))).isEmpty();
    assertThat(await(other.tasks("me"))).containsExactly("a");
    other.close();
  }

  @Test
  void whatIsForgottenLeavesNothingButTheProcess() throws Exception {
    begin("a");

    await(journal.forget("a"));

    awaitUntil(
        () -> raw.commands().keys("*").equals(List.of(keys.processes())) ? true : null,
        "nothing but " + keys.processes());
  }

  @Test
  void aTaskThatExpiredIsGoneAndNotListed() throws Exception {
    begin("a");
    raw.commands().del(keys.log("a"));

    assertThat(await(journal.append("a", text(2, "w1", "x")))).isEqualTo(Answer.GONE);
    assertThat(await(journal.tasks("me"))).isEmpty();
    assertThat(await(journal.read("a", 0))).isEmpty();
  }

  @Test
  void anEndedProcessLeavesNothing() throws Exception {
    begin("a");
    await(journal.append("a", end("w2", FailureCode.CANCELLED)));
    await(journal.forget("a"));

    journal.close();

    awaitUntil(() -> raw.commands().keys("*").isEmpty() ? true : null, "nothing");
  }
}
