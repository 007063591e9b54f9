package dev.tidings.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttemptTimerTest {
  private static final Duration TOTAL = Duration.ofMinutes(1);
  private static final int ROUNDS = 300;

  private final OkHttpClient client = new OkHttpClient();
  private final CountDownLatch never = new CountDownLatch(1);

  private Call call() {
    return client.newCall(new Request.Builder().url("http://127.0.0.1/").build());
  }

  private static AttemptTimer timer(Call call, Duration total) {
    AttemptTimer timer = new AttemptTimer(call, System.nanoTime() + total.toNanos(), total);
    timer.open();
    return timer;
  }

  private static AttemptTimer.Limit limit(int millis) {
    return new AttemptTimer.Limit("no news within the limit", Duration.ofMillis(millis));
  }

  /** Waits until the call is closed; the time-out of the test bounds it. */
  private void awaitClosed(Call call) throws InterruptedException {
    while (!call.isCanceled()) {
      never.await(1, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void aLimitThatPassesClosesTheCallAndSaysWhich() throws Exception {
    for (int millis : new int[] {20, 300}) {
      Call call = call();
      AttemptTimer timer = timer(call, TOTAL);
      long before = System.nanoTime();
      timer.start(limit(millis));

      awaitClosed(call);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(millis));
      assertThat(timer.expired()).isEqualTo("no news within the limit of " + millis + " ms");
      timer.close();
    }
  }

  @Test
  void theTotalClosesTheCallEvenWhereNothingIsAwaited() throws Exception {
    Call call = call();
    AttemptTimer timer = timer(call, Duration.ofMillis(250));

    awaitClosed(call);

    assertThat(timer.expired()).isEqualTo("no complete answer within the total time-out of 250 ms");
    timer.close();
  }

  @Test
  void newsInTimeKeepsTheCallOpen() throws Exception {
    Call call = call();
    AttemptTimer timer = timer(call, TOTAL);
    long until = System.nanoTime() + Duration.ofMillis(600).toNanos();
    while (System.nanoTime() < until) {
      timer.start(limit(5_000));
      never.await(10, TimeUnit.MILLISECONDS);
    }
    timer.stop();

    assertThat(call.isCanceled()).isFalse();
    timer.close();
  }

  @Test
  void anInterruptOfTheCallerClosesTheCall() throws Exception {
    Call call = call();
    AttemptTimer timer = timer(call, TOTAL);
    timer.start(limit(20_000));

    Thread.currentThread().interrupt();
    while (!call.isCanceled()) {
      Thread.onSpinWait();
    }

    assertThat(Thread.interrupted()).isTrue();
    assertThat(timer.expired()).isNull();
    timer.close();
  }

  /** Whoever comes first: a closed timer is over, and an open one is never forgotten. */
  @Test
  void aTimerThatIsStartedAndClosedWhileItTicksEndsEitherWay() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Call call = call();
        AttemptTimer timer = timer(call, TOTAL);
        timer.start(limit(1));
        Future<?> closing =
            other.submit(
                () -> {
                  start.await();
                  timer.close();
                  return null;
                });
        start.await();
        timer.start(limit(1));
        timer.stop();
        closing.get(10, TimeUnit.SECONDS);

        AttemptTimer next = timer(call(), TOTAL);
        next.start(limit(20_000));
        next.close();
        assertThat(next.expired()).as("round " + round).isNull();
      }
    } finally {
      other.shutdownNow();
    }
  }
}
