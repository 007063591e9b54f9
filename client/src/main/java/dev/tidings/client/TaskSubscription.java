package dev.tidings.client;

import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.client.TaskPublisher.EventSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's following. A thread reads for it while it has asked for more than it has got,
 * and none when not.
 *
 * <p><b>Demand.</b> {@code demand} counts what is asked for and not yet given. Who raises it from 0
 * starts the one run; the run goes on until it has brought it back to 0, which is the last thing it
 * does. So there is never a second run, signals never overlap (Reactive Streams, rule 1.3), and no
 * request is overlooked.
 */
final class TaskSubscription implements Flow.Subscription {
  private final EventSource source;
  private final Executor executor;

  /** One is held back until the subscriber has its subscription, which is its first signal. */
  private final AtomicLong demand = new AtomicLong(1);

  /** Null once it has cancelled or was told the end (rule 3.13). */
  private volatile Flow.@Nullable Subscriber<? super TaskEvent> subscriber;

  private volatile boolean wrongRequest;

  TaskSubscription(
      Flow.Subscriber<? super TaskEvent> subscriber, EventSource source, Executor executor) {
    this.subscriber = subscriber;
    this.source = source;
    this.executor = executor;
  }

  /** The subscriber has this subscription. */
  void begin() {
    if (left(1) > 0) {
      start();
    }
  }

  @Override
  public void request(long number) {
    if (subscriber == null) {
      return;
    }
    if (number <= 0) {
      wrongRequest = true;
      source.close();
    }
    long more = Math.max(number, 1);
    long had = demand.getAndUpdate(now -> now + more < 0 ? Long.MAX_VALUE : now + more);
    if (had == 0) {
      start();
    }
  }

  private void start() {
    try {
      executor.execute(this::run);
    } catch (RuntimeException refused) {
      fail(refused);
    }
  }

  private void run() {
    try {
      long given = 0;
      long wanted = demand.get();
      while (given < wanted) {
        TaskEvent event = wrongRequest ? null : source.next();
        Flow.Subscriber<? super TaskEvent> to = subscriber;
        if (to == null) {
          return;
        }
        if (event == null) {
          end();
          return;
        }
        to.onNext(event);
        if (source.over()) {
          end();
          return;
        }
        given++;
        if (given == wanted) {
          wanted = left(given);
          given = 0;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      fail(
          new TaskAccessException(
              Reason.INTERRUPTED, 0, "interrupted while waiting for an event", interrupted));
    } catch (Throwable fault) {
      // An Error too: a subscriber that is told nothing would wait for ever.
      fail(fault);
    }
  }

  /** What is still asked for after so many were given; without a bound it stays so. */
  private long left(long given) {
    return demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - given);
  }

  private void end() {
    if (wrongRequest) {
      fail(
          new IllegalArgumentException(
              "rule 3.9: less than one event was requested; ask for at least one"));
      return;
    }
    if (!source.over()) {
      fail(Follower.clientClosed());
      return;
    }
    Flow.Subscriber<? super TaskEvent> to = subscriber;
    cancel();
    if (to != null) {
      to.onComplete();
    }
  }

  private void fail(Throwable cause) {
    Flow.Subscriber<? super TaskEvent> to = subscriber;
    cancel();
    if (to != null) {
      to.onError(cause);
    }
  }

  @Override
  public void cancel() {
    subscriber = null;
    source.close();
  }
}
