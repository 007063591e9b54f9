package dev.tidings.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way to the store, from before it is there: the first connections are tried for until they are
 * made. What is asked during the first try waits for it; later, until one succeeds, it fails at
 * once. Thread-safe.
 */
final class Link {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int MOST_DOUBLINGS = 5;

  private final Supplier<CompletionStage<Connections>> connect;
  private final ScheduledExecutorService timer;
  private volatile CompletableFuture<Connections> current = new CompletableFuture<>();
  private volatile boolean closed;

  Link(Supplier<CompletionStage<Connections>> connect, ScheduledExecutorService timer) {
    this.connect = connect;
    this.timer = timer;
  }

  /** Begins to try. */
  void open() {
    attempt(1);
  }

  private void attempt(int number) {
    CompletionStage<Connections> opening;
    try {
      opening = connect.get();
    } catch (RuntimeException fault) {
      opening = CompletableFuture.failedStage(fault);
    }
    var unused =
        opening.whenComplete(
            (connections, fault) -> {
              if (fault != null) {
                current.completeExceptionally(fault);
                tryLater(number);
              } else if (closed) {
                connections.close();
              } else if (!current.complete(connections)) {
                current = CompletableFuture.completedFuture(connections);
              }
            });
  }

  /** After 100 ms at most, then 200, to 3.2 s, or any time before: processes start together. */
  private void tryLater(int number) {
    long longest = FIRST_PAUSE.toMillis() << Math.min(MOST_DOUBLINGS, number - 1);
    try {
      var unused =
          timer.schedule(
              () -> attempt(number + 1),
              ThreadLocalRandom.current().nextLong(longest) + 1,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException over) {
      // Closed meanwhile.
    }
  }

  /** Asks something of the connections. */
  <T> CompletionStage<T> use(Function<Connections, CompletionStage<T>> call) {
    return current.thenCompose(call);
  }

  /** Tries no more. The connections that there are end with the client. */
  void close() {
    closed = true;
  }
}
