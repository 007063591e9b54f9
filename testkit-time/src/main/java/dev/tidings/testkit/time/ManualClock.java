package dev.tidings.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A ticker and a wall clock that move only by hand. The ticker begins one second before it
 * overflows, as {@link System#nanoTime()} may. It is thread-safe.
 */
public final class ManualClock implements LongSupplier, InstantSource {
  /** What the wall clock shows at first. */
  public static final Instant START = Instant.parse("2024-01-15T10:30:00Z");

  private static final long FIRST_NANOS = Long.MAX_VALUE - 1_000_000_000L;

  private final AtomicLong passedNanos = new AtomicLong();
  private final AtomicLong jumpedNanos = new AtomicLong();

  /** A clock at {@link #START}. */
  public ManualClock() {}

  /**
   * Both clocks move forward. What is due by then is run by a {@link ManualScheduler}'s advance
   * only.
   */
  public void advance(Duration time) {
    passedNanos.addAndGet(time.toNanos());
  }

  /** Only the wall clock moves, forward or back, as a correction of the machine's time does. */
  public void jumpWallClock(Duration time) {
    jumpedNanos.addAndGet(time.toNanos());
  }

  /** How far it was advanced. */
  public Duration passed() {
    return Duration.ofNanos(passedNanos.get());
  }

  /** The ticker's nanoseconds; only differences mean something, and they may overflow. */
  @Override
  public long getAsLong() {
    return FIRST_NANOS + passedNanos.get();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(passedNanos.get()).plusNanos(jumpedNanos.get());
  }
}
