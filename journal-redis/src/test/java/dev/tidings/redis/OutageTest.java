package dev.tidings.redis;

import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.FailureCode;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.journal.JournalUnavailableException;
import dev.tidings.testkit.server.RedisServer;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A store that is away, full, read-only or started again, and two hubs on it. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
@SuppressWarnings("NullAway.Init") // each test opens with settings of its own
class OutageTest {
  private final String task = "task_" + UUID.randomUUID();
  private RedisServer redis;
  private ProgressHub worker;
  private ProgressHub watcher;

  private void open(String... settings) throws IOException {
    redis = RedisServer.start(settings);
    worker = hub(Duration.ofSeconds(30));
    watcher = hub(Duration.ofSeconds(30));
  }

  private ProgressHub hub(Duration giveUpAfter) {
    return ProgressHub.builder()
        .journal(
            RedisJournal.builder(redis.address())
                .lease(Duration.ofSeconds(2))
                .timeout(Duration.ofMillis(300))
                .build())
        .journalPatience(giveUpAfter, 64 * 1024, 1024 * 1024)
        .build();
  }

  @AfterEach
  void close() throws IOException {
    worker.close();
    watcher.close();
    redis.close();
  }

  private TaskView found(ProgressHub hub) {
    return awaitUntil(
        () -> {
          try {
            return hub.find(task).orElse(null);
          } catch (JournalUnavailableException notYet) {
            return null;
          }
        },
        "task " + task);
  }

  private static ProgressEvent endOf(TaskView view) throws Exception {
    return await(view.end());
  }

  @Test
  void aStoreThatIsStartedAgainTakesWhatWaited() throws Exception {
    open("--appendonly", "yes", "--appendfsync", "always");
    ProgressTracker tracker = worker.start(Task.create(task));
    TaskView watched = found(watcher);
    tracker.token("before ");

    redis.kill();
    tracker.token("meanwhile ");
    redis.startAgain();
    tracker.token("after");
    tracker.complete(TaskResult.of("done"));

    Completed end = (Completed) endOf(watched);
    assertThat(watched.snapshot().text()).isEqualTo("before meanwhile after");
    assertThat(end).isEqualTo(endOf(tracker.view()));
    assertThat(found(watcher).cursor(Position.START).read(100))
        .isEqualTo(tracker.view().cursor(Position.START).read(100));
  }

  @Test
  void aStoreThatIsPausedDelaysAndLosesNothing() throws Exception {
    open();
    ProgressTracker tracker = worker.start(Task.create(task));
    TaskView watched = found(watcher);

    redis.pause();
    for (int i = 0; i < 100; i++) {
      tracker.token(i + " ");
    }
    tracker.complete(TaskResult.of("done"));
    awaitUntil(() -> worker.journalAvailable() ? null : true, "the journal to be away");
    assertThatThrownBy(() -> worker.start(Task.create(task + "-2")))
        .isInstanceOf(JournalUnavailableException.class);
    assertThatThrownBy(() -> watcher.find(task)).isInstanceOf(JournalUnavailableException.class);
    redis.resume();

    endOf(watched);
    assertThat(watched.snapshot().text()).startsWith("0 1 2 ").endsWith(" 98 99 ");
  }

  @Test
  void aStoreThatIsAwayForTooLongEndsTheWorkAndTheEndIsToldLater() throws Exception {
    open();
    worker.close();
    worker = hub(Duration.ofSeconds(1));
    ProgressTracker tracker = worker.start(Task.create(task));
    TaskView watched = found(watcher);
    CountDownLatch stopped = new CountDownLatch(1);
    tracker.cancellation().onRequested(stopped::countDown);

    redis.pause();
    tracker.token("never said");
    assertThat(stopped.await(Fixture.PATIENCE, TimeUnit.SECONDS)).isTrue();
    redis.resume();

    Failed end = (Failed) endOf(watched);
    assertThat(end.failure().code()).isEqualTo(FailureCode.JOURNAL_UNAVAILABLE);
    assertThat(endOf(tracker.view())).isEqualTo(end);
  }

  @Test
  void aFullStoreRefusesAndEndsTheTaskOnceThereIsRoom() throws Exception {
    open("--maxmemory-policy", "noeviction");
    worker.close();
    worker = hub(Duration.ofSeconds(1));
    ProgressTracker tracker = worker.start(Task.create(task));
    TaskView watched = found(watcher);
    try (RawRedis raw = new RawRedis(redis)) {
      raw.commands().configSet("maxmemory", "1");
      tracker.token("never said");
      CountDownLatch stopped = new CountDownLatch(1);
      tracker.cancellation().onRequested(stopped::countDown);
      assertThat(stopped.await(Fixture.PATIENCE, TimeUnit.SECONDS)).isTrue();
      awaitUntil(() -> worker.journalAvailable() ? null : true, "the journal to be away");

      raw.commands().configSet("maxmemory", "0");
    }

    assertThat(((Failed) endOf(watched)).failure().code())
        .isEqualTo(FailureCode.JOURNAL_UNAVAILABLE);
    awaitUntil(() -> worker.journalAvailable() ? true : null, "the journal to be back");
    worker.start(Task.create(task + "-2"));
  }

  @Test
  void aReplicaTakesNothingUntilItIsPrimary() throws Exception {
    open();
    ProgressTracker tracker = worker.start(Task.create(task));
    TaskView watched = found(watcher);
    try (RawRedis raw = new RawRedis(redis)) {
      raw.commands().replicaof("127.0.0.1", 1);
      tracker.token("waits");
      tracker.complete(TaskResult.of("done"));
      awaitUntil(() -> worker.journalAvailable() ? null : true, "the journal to be away");

      raw.commands().replicaofNoOne();
    }

    assertThat(endOf(watched)).isInstanceOf(Completed.class);
    assertThat(watched.snapshot().text()).isEqualTo("waits");
  }

  @Test
  void aSubscriptionThatBrokeComesBackAndWhatWasMissedIsRead() throws Exception {
    open();
    ProgressTracker tracker = worker.start(Task.create(task));
    TaskView watched = found(watcher);
    try (RawRedis raw = new RawRedis(redis)) {
      for (int i = 0; i < 20; i++) {
        raw.commands().clientKill(KillArgs.Builder.typePubsub());
        tracker.token(i + " ");
      }
    }
    tracker.complete(TaskResult.of("done"));

    endOf(watched);
    assertThat(watched.snapshot().text()).startsWith("0 1 2 ").endsWith(" 18 19 ");
  }

  @Test
  void aStoreThatIsNotThereAtTheStartIsUsedOnceItIs() throws Exception {
    open();
    worker.close();
    redis.kill();
    worker = hub(Duration.ofSeconds(30));
    awaitUntil(() -> worker.journalAvailable() ? null : true, "the journal to be away");
    assertThatThrownBy(() -> worker.start(Task.create(task)))
        .isInstanceOf(JournalUnavailableException.class)
        .hasMessageContaining(task);

    redis.startAgain();

    awaitUntil(() -> worker.journalAvailable() ? true : null, "the journal");
    worker.start(Task.create(task)).complete(TaskResult.of("done"));
    assertThat(endOf(found(watcher))).isInstanceOf(Completed.class);
  }

  @Test
  void aStoreThatLostATaskEndsItsWork() throws Exception {
    open();
    ProgressTracker tracker = worker.start(Task.create(task));
    CountDownLatch stopped = new CountDownLatch(1);
    tracker.cancellation().onRequested(stopped::countDown);
    try (RawRedis raw = new RawRedis(redis)) {
      raw.commands().flushall();
    }

    tracker.token("to nobody");

    assertThat(stopped.await(Fixture.PATIENCE, TimeUnit.SECONDS)).isTrue();
    assertThat(watcher.find(task)).isEmpty();
  }
}
