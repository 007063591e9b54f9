package dev.tidings.internal.task;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One task's time: the wall clock's at its beginning, moved on by a ticker that never jumps. */
final class TaskClock {
  private final LongSupplier ticker;
  private final long startNanos;
  private final long startMillis;

  /** A clock for a task that begins now. */
  TaskClock(HubContext hub) {
    ticker = hub.ticker();
    startNanos = ticker.getAsLong();
    startMillis = hub.clock().millis();
  }

  /** A clock for a task that another process accepted at that time, by that process's clock. */
  TaskClock(HubContext hub, long acceptedMillis) {
    ticker = hub.ticker();
    long age = Math.max(0, hub.clock().millis() - acceptedMillis);
    startNanos = ticker.getAsLong() - TimeUnit.MILLISECONDS.toNanos(age);
    startMillis = acceptedMillis;
  }

  /** Milliseconds since 1970-01-01T00:00Z. */
  long millis() {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(ticker.getAsLong() - startNanos);
  }

  long startMillis() {
    return startMillis;
  }

  /** The beginning on the hub's ticker. */
  long startNanos() {
    return startNanos;
  }
}
