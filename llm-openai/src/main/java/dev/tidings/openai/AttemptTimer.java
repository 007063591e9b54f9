package dev.tidings.openai;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Closes a call that takes too long, or whose thread was interrupted while it waits for the socket:
 * one limit for what is awaited now, and one for everything. Sockets' own time-outs would not do,
 * since a keep-alive comment starts them anew.
 *
 * <p>The calling thread only writes down until when it waits, which costs a chunk next to nothing.
 * Okio's watchdog thread, which all of OkHttp shares, looks at that every {@link #TICK}, or earlier
 * when the limit is nearer; it never waits and only closes the call.
 *
 * <p>{@link #due} is written by the calling thread and read by the watchdog; {@link #expired} the
 * other way round. The watchdog may read the limit of a moment ago in words, never in time: the
 * words are written before {@link #due} and read after it.
 */
final class AttemptTimer {
  private static final Duration TICK = Duration.ofMillis(200);

  /**
   * A limit.
   *
   * @param missed what to say if it passes: {@code no content within the … time-out}
   * @param duration how long it is
   */
  record Limit(String missed, Duration duration) {
    @Override
    public String toString() {
      return missed + " of " + inWords(duration);
    }
  }

  private final Call call;
  private final Thread caller;
  private final long deadlineNanos;
  private final Duration total;
  private Limit limit;
  private volatile long due;
  private volatile @Nullable String expired;

  @GuardedBy("this")
  private @Nullable Tick next;

  @GuardedBy("this")
  private boolean over;

  /**
   * A timer that does not run yet.
   *
   * @param deadlineNanos when everything must be over, by {@link System#nanoTime()}
   * @param total the time-out that led to this deadline, for the message
   */
  AttemptTimer(Call call, long deadlineNanos, Duration total) {
    this.call = call;
    this.caller = Thread.currentThread();
    this.deadlineNanos = deadlineNanos;
    this.total = total;
    this.limit = new Limit("no answer within", total);
    this.due = deadlineNanos;
  }

  /** Runs from now until {@link #close()}, for the thread that made it. */
  void open() {
    tick();
  }

  /** Waits anew, for as long as this limit. */
  void start(Limit awaited) {
    startWithGrace(awaited, Duration.ZERO);
  }

  /** Waits anew, a little longer than this limit: somebody else sees to it that it is kept. */
  void startWithGrace(Limit awaited, Duration grace) {
    limit = awaited;
    long nanos = awaited.duration().plus(grace).toNanos();
    long end = System.nanoTime() + nanos;
    due = end - deadlineNanos < 0 ? end : deadlineNanos;
    if (nanos < TICK.toNanos()) {
      hasten(nanos);
    }
  }

  /** Stops. While foreign code runs, for example, which the endpoint cannot be blamed for. */
  void stop() {
    due = deadlineNanos;
  }

  /** What is awaited now. */
  Limit limit() {
    return limit;
  }

  /** Which limit has passed, in words, or null. */
  @Nullable String expired() {
    return expired;
  }

  /** Stops for good. */
  synchronized void close() {
    over = true;
    if (next != null) {
      next.exit();
      next = null;
    }
  }

  /** A look before the next regular one, for limits that are shorter than a tick. */
  private synchronized void hasten(long nanos) {
    if (over) {
      return;
    }
    if (next != null) {
      next.exit();
    }
    schedule(nanos);
  }

  private void tick() {
    boolean close;
    synchronized (this) {
      if (over) {
        return;
      }
      long left = due - System.nanoTime();
      if (left <= 0 && expired == null) {
        expired =
            System.nanoTime() - deadlineNanos >= 0
                ? "no complete answer within the total time-out of " + inWords(total)
                : limit.toString();
      }
      close = expired != null || caller.isInterrupted();
      if (expired == null) {
        schedule(Math.min(left, TICK.toNanos()));
      }
    }
    if (close) {
      call.cancel();
    }
  }

  @GuardedBy("this")
  private void schedule(long nanos) {
    next = new Tick();
    next.timeout(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    next.enter();
  }

  private static String inWords(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  /** One look of the watchdog. A node of its queue serves once. */
  private final class Tick extends AsyncTimeout {
    @Override
    protected void timedOut() {
      tick();
    }
  }
}
