package dev.tidings.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A ticker and a wall clock that move only by hand. The ticker begins one second before it
 * overflows, as {@link System#nanoTime()} may. Thread-safe.
 */
public final class ManualTime implements LongSupplier, InstantSource {
  /** What the wall clock shows at first. */
  public static final Instant START = Instant.parse("2024-01-15T10:30:00Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final AtomicLong wallMillis = new AtomicLong(START.toEpochMilli());

  /** Moves both forward, the wall clock in whole milliseconds. */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    jumpWallClock(time);
  }

  /** Moves only the wall clock, forward or back, as a correction of the machine's time does. */
  public void jumpWallClock(Duration time) {
    wallMillis.addAndGet(time.toMillis());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wallMillis.get());
  }
}
