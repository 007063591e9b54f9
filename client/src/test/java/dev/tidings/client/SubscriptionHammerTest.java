package dev.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests from several threads at once, on every kind of executor. */
@Timeout(60)
class SubscriptionHammerTest {
  private static final int ROUNDS = 300;
  private static final int REQUESTERS = 3;
  private static final int EACH = 40;

  private final ExecutorService requesters = Executors.newFixedThreadPool(REQUESTERS);
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    requesters.shutdownNow();
    pool.shutdownNow();
  }

  /** Counts, and sees whether signals overlap. */
  private static final class Counter implements Flow.Subscriber<TaskEvent> {
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();

    private void signal(Runnable what) {
      if (inside.getAndIncrement() != 0) {
        overlaps.incrementAndGet();
      }
      what.run();
      inside.decrementAndGet();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      signal(
          () -> {
            subscription.complete(given);
            given.request(1);
            // Long enough for a run that began too early to be seen.
            for (int spins = 0; spins < 5_000; spins++) {
              Thread.onSpinWait();
            }
          });
    }

    @Override
    public void onNext(TaskEvent event) {
      signal(events::incrementAndGet);
    }

    @Override
    public void onError(Throwable failure) {
      signal(() -> over.complete(failure.toString()));
    }

    @Override
    public void onComplete() {
      signal(() -> over.complete("complete"));
    }
  }

  private void everyRequestIsServed(Executor executor) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int all = REQUESTERS * EACH + 1;
      Counter counter = new Counter();
      List<CompletableFuture<Void>> requests = new ArrayList<>();
      for (int i = 0; i < REQUESTERS; i++) {
        requests.add(
            CompletableFuture.runAsync(
                () -> {
                  Flow.Subscription subscription = counter.subscription.join();
                  for (int j = 0; j < EACH; j++) {
                    subscription.request(1);
                  }
                },
                requesters));
      }
      new TaskPublisher(() -> new NumberSource(all), executor).subscribe(counter);
      for (CompletableFuture<Void> request : requests) {
        request.get(20, TimeUnit.SECONDS);
      }

      assertThat(counter.over.get(20, TimeUnit.SECONDS))
          .as("round %s", round)
          .isEqualTo("complete");
      assertThat(counter.events).hasValue(all);
      assertThat(counter.overlaps).hasValue(0);
    }
  }

  @Test
  void onAPool() throws Exception {
    everyRequestIsServed(pool);
  }

  @Test
  void onTheThreadThatRequests() throws Exception {
    everyRequestIsServed(Runnable::run);
  }

  @Test
  void nothingComesAfterACancelThatReturnedBeforeTheNextRequest() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Counter counter = new Counter();
      new TaskPublisher(() -> new NumberSource(Long.MAX_VALUE), pool).subscribe(counter);
      counter.subscription.join().request(Long.MAX_VALUE);
      counter.subscription.join().cancel();
      counter.subscription.join().request(5);

      // What was under way when it was cancelled may still come, once.
      pool.submit(() -> {}).get(20, TimeUnit.SECONDS);
      int seen = counter.events.get();
      pool.submit(() -> {}).get(20, TimeUnit.SECONDS);
      assertThat(counter.events.get()).isBetween(seen, seen + 1);
      assertThat(counter.over).isNotDone();
    }
  }
}
