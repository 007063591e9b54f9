package dev.tidings.internal.run;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The two lines of a hub, on the hub's own threads, or both on the executor that the host gave.
 *
 * @param quick for what never blocks
 * @param blocking for what may
 */
public record Lines(Line quick, Line blocking) {
  /** How many listeners and sinks that block are served at a time on the hub's own threads. */
  public static final int MOST_BLOCKING = 256;

  private static final int OWN_THREADS = 2;

  /** How much may wait for a run of the line before another helps; by measurement. */
  private static final int WAITING_PER_RUN = 32;

  /**
   * Lines with nobody in them.
   *
   * @param given the host's executor; null for threads of the hub's own
   * @param timer offers runs again that were refused
   */
  public static Lines of(@Nullable Executor given, ScheduledExecutorService timer) {
    if (given == null) {
      return new Lines(
          new Line(Threads.fixed("tidings", OWN_THREADS), timer, OWN_THREADS, WAITING_PER_RUN),
          new Line(Threads.onDemand("tidings-blocking"), timer, MOST_BLOCKING, 0));
    }
    int processors = Runtime.getRuntime().availableProcessors();
    return new Lines(
        new Line(given, timer, Math.max(OWN_THREADS, processors), WAITING_PER_RUN),
        new Line(given, timer, Integer.MAX_VALUE, 0));
  }
}
