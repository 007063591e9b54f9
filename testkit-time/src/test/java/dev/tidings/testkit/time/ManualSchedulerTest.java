package dev.tidings.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest {
  private final ManualClock clock = new ManualClock();
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final List<String> ran = new ArrayList<>();

  private ScheduledFuture<?> in(long seconds, String name) {
    return scheduler.schedule(() -> note(name), seconds, TimeUnit.SECONDS);
  }

  private void note(String name) {
    ran.add(name + " at " + clock.passed().toSeconds());
  }

  @Test
  void whatIsDueRunsInItsOrderEachAtItsOwnTime() {
    ScheduledFuture<?> later = in(3, "later");
    ScheduledFuture<?> sooner = in(1, "sooner");

    scheduler.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("sooner at 1");
    assertThat(sooner.isDone()).isTrue();
    assertThat(later.getDelay(TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(scheduler.waiting()).isEqualTo(1);

    // Past the point where the ticker overflows.
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(ran).containsExactly("sooner at 1", "later at 3");
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(7));
  }

  @Test
  void whatAnActionSchedulesRunsInTheSameAdvanceIfItIsDue() {
    ScheduledFuture<?> unused =
        scheduler.schedule(() -> in(1, "second").getDelay(TimeUnit.SECONDS), 1, TimeUnit.SECONDS);

    scheduler.advance(Duration.ofSeconds(2));

    assertThat(ran).containsExactly("second at 2");
  }

  @Test
  void aPeriodicActionRunsUntilItIsCancelledOrThrows() {
    ScheduledFuture<?> cancelled =
        scheduler.scheduleWithFixedDelay(() -> note("tick"), 1, 2, TimeUnit.SECONDS);
    ScheduledFuture<?> throwing =
        scheduler.scheduleAtFixedRate(
            () -> {
              throw new IllegalStateException("as the test wants");
            },
            1,
            1,
            TimeUnit.SECONDS);

    scheduler.advance(Duration.ofSeconds(4));
    cancelled.cancel(false);
    scheduler.advance(Duration.ofSeconds(4));

    assertThat(ran).containsExactly("tick at 1", "tick at 3");
    assertThat(throwing.isDone()).isTrue();
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  void nothingIsTakenAfterAShutdown() {
    scheduler.shutdown();

    assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> in(1, "late"));
  }

  @Test
  void theWallClockJumpsAlone() {
    long before = clock.getAsLong();

    clock.jumpWallClock(Duration.ofHours(-1));

    assertThat(clock.instant()).isEqualTo(ManualClock.START.minusSeconds(3_600));
    assertThat(clock.getAsLong()).isEqualTo(before);
  }
}
