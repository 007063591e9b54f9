package dev.tidings.sse.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A ticker and a wall clock that move only by hand. The ticker overflows after a while, as {@link
 * System#nanoTime()} may. Thread-safe.
 */
public final class ManualClock implements LongSupplier, InstantSource {
  /** What the wall clock shows at first. */
  public static final Instant START = Instant.parse("2024-01-15T10:30:00Z");

  private static final long FIRST_NANOS = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private final AtomicLong passedNanos = new AtomicLong();

  /** Moves both forward. */
  public void advance(Duration time) {
    passedNanos.addAndGet(time.toNanos());
  }

  /** How long it has run. */
  public Duration passed() {
    return Duration.ofNanos(passedNanos.get());
  }

  @Override
  public long getAsLong() {
    return FIRST_NANOS + passedNanos.get();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(passedNanos.get());
  }
}
