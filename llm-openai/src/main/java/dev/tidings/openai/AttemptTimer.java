package dev.tidings.openai;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Closes a call that takes too long: one limit for what is awaited now, and one for everything.
 * Sockets' own time-outs would not do, since a keep-alive comment starts them anew.
 *
 * <p>Used by the calling thread alone. Okio's watchdog thread, which all of OkHttp shares, only
 * calls {@link #timedOut()}; which limit it was is found out by the calling thread when it stops
 * the timer, so nothing here is shared.
 */
final class AttemptTimer extends AsyncTimeout {
  private final Call call;
  private final long deadlineNanos;
  private final Duration total;
  private String missed = "";
  private Duration limit = Duration.ZERO;
  private boolean running;
  private @Nullable String expired;

  /**
   * A timer that does not run yet.
   *
   * @param deadlineNanos when everything must be over, by {@link System#nanoTime()}
   * @param total the time-out that led to this deadline, for the message
   */
  AttemptTimer(Call call, long deadlineNanos, Duration total) {
    this.call = call;
    this.deadlineNanos = deadlineNanos;
    this.total = total;
    deadlineNanoTime(deadlineNanos);
  }

  /**
   * Starts anew with another limit; does nothing once one has passed.
   *
   * @param missed what to say if this limit passes: {@code no content within the … time-out}
   */
  void start(String missed, Duration limit) {
    stop();
    if (expired != null) {
      return;
    }
    this.missed = missed;
    this.limit = limit;
    timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    running = true;
    enter();
  }

  /** Stops. While foreign code runs, for example, which the endpoint cannot be blamed for. */
  void stop() {
    if (!running) {
      return;
    }
    running = false;
    if (exit()) {
      expired =
          System.nanoTime() - deadlineNanos >= 0
              ? "no complete answer within the total time-out of " + inWords(total)
              : missed + " of " + inWords(limit);
    }
  }

  /** Which limit has passed, in words, or null. Known after {@link #stop()}. */
  @Nullable String expired() {
    return expired;
  }

  @Override
  protected void timedOut() {
    call.cancel();
  }

  private static String inWords(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
