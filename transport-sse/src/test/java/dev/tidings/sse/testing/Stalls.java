package dev.tidings.sse.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes for how long a thread that has nothing to do but come back after a millisecond is kept from
 * it: by the machine, its other processes, or a collection. Thread-safe.
 */
public final class Stalls implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000;

  private final AtomicLong worst = new AtomicLong();
  private final Thread thread = new Thread(this::watch, "stalls");
  private volatile boolean over;

  /** Begins to watch. */
  public Stalls() {
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    for (long before = System.nanoTime(); !over; ) {
      LockSupport.parkNanos(PAUSE_NANOS);
      long now = System.nanoTime();
      worst.accumulateAndGet(now - before - PAUSE_NANOS, Math::max);
      before = now;
    }
  }

  /** The worst since this was last asked. */
  public Duration worstStall() {
    return Duration.ofNanos(worst.getAndSet(0));
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
