package dev.tidings.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.FailureCode;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.journal.JournalUnavailableException;
import dev.tidings.testkit.journal.LoopJournal;
import dev.tidings.testkit.journal.LoopStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a hub does while its journal is away, or says that it is. */
@Timeout(20)
class HubWithoutItsJournalTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final LoopStore store = LoopStore.create();
  private final LoopJournal journal = store.connect();
  private final ProgressHub hub =
      ProgressHub.builder().journal(journal).journalPatience(PATIENCE, 8_192, 1 << 20).build();

  @AfterEach
  void close() {
    journal.heal();
    hub.close();
  }

  private static void assertAway(ThrowingCall call) {
    assertThatThrownBy(call::run)
        .satisfiesAnyOf(
            fault -> assertThat(fault).isInstanceOf(JournalUnavailableException.class),
            fault ->
                assertThat(fault)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(JournalUnavailableException.class));
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }

  @Test
  void nobodyWaitsForAJournalThatSaysThatItIsAway() throws Exception {
    ProgressTracker tracker = hub.start(Task.create("there").owner("me"));
    journal.sayAvailable(false);
    journal.cut();

    assertThat(hub.journalAvailable()).isFalse();
    long began = System.nanoTime();
    assertAway(() -> hub.start(Task.create("new")));
    assertAway(() -> hub.find("there"));
    assertAway(() -> hub.find("elsewhere"));
    assertAway(() -> hub.tasks("me").toCompletableFuture().get());
    assertAway(() -> hub.cancel("elsewhere").toCompletableFuture().get());
    assertAway(() -> hub.cancel("there").toCompletableFuture().get());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    assertThat(tracker.cancellation().requested()).as("the work").isTrue();

    journal.heal();
    journal.sayAvailable(true);
    Failed end = (Failed) tracker.view().end().toCompletableFuture().get();
    assertThat(end.failure().code()).isEqualTo(FailureCode.CANCELLED);
    assertThat(hub.find("new")).isEmpty();
    hub.start(Task.create("new"));
  }

  @Test
  void aTaskThatSaysMoreThanMayWaitIsStoppedAndItsEndComesLater() throws Exception {
    ProgressTracker tracker = hub.start(Task.create("talkative"));
    CountDownLatch stopped = new CountDownLatch(1);
    tracker.cancellation().onRequested(stopped::countDown);
    journal.cut();

    for (int i = 0; i < 100; i++) {
      tracker.token("x".repeat(1_000));
    }

    assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(tracker.view().terminalSequence()).as("an end is no fact yet").isZero();
    journal.heal();
    Failed end = (Failed) tracker.view().end().toCompletableFuture().get();
    assertThat(end.failure().code()).isEqualTo(FailureCode.JOURNAL_UNAVAILABLE);
  }

  @Test
  void tasksThatAreWatchedElsewhereCannotBeAbandonedHere() {
    ProgressHubBuilder builder =
        ProgressHub.builder().journal(store.connect()).abandonAfter(Duration.ofSeconds(1));

    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageContaining("abandonAfter PT1S");
  }
}
