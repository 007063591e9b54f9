package dev.tidings.dialects;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The reads that wait, and how long they may. It is thread-safe. */
final class LongPolls implements AutoCloseable {
  private final ScheduledExecutorService timer;
  private final long patienceNanos;
  private final int most;
  private final Set<LongPoll> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LongPolls(ScheduledExecutorService timer, Duration patience, int most) {
    this.timer = timer;
    this.patienceNanos = TimeUnit.NANOSECONDS.convert(patience);
    this.most = most;
  }

  /**
   * Waits with a reader that has just found that, which tells nothing.
   *
   * @return empty if no more may wait, or none any more
   */
  Optional<CompletionStage<DurablePage>> await(DurableReader reader, DurablePage nothing) {
    if (closed || waiting.size() >= most) {
      return Optional.empty();
    }
    LongPoll poll = new LongPoll(reader, nothing);
    ScheduledFuture<?> end;
    try {
      end = timer.schedule(poll::expire, patienceNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      return Optional.empty();
    }
    waiting.add(poll);
    CompletionStage<DurablePage> answer =
        poll.answer()
            .whenComplete(
                (page, fault) -> {
                  end.cancel(false);
                  waiting.remove(poll);
                });
    poll.look();
    if (closed) {
      poll.expire();
    }
    return Optional.of(answer);
  }

  /** How many wait. */
  int count() {
    return waiting.size();
  }

  /** Ends all waits with nothing; there are no others. */
  @Override
  public void close() {
    closed = true;
    waiting.forEach(LongPoll::expire);
  }
}
