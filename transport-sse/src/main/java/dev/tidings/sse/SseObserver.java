package dev.tidings.sse;

import java.time.Duration;

/**
 * Is told what happens to streams, for metrics. Called on many threads, outside any lock: it must
 * be quick. What it throws is logged and goes no further.
 */
public interface SseObserver {
  /** An observer that does nothing. */
  static SseObserver none() {
    return new SseObserver() {};
  }

  /** A stream began. */
  default void sessionOpened(SseFormat format) {}

  /** A stream ended. */
  default void sessionClosed(SseFormat format, SessionEnd reason, Duration duration) {}

  /**
   * A write completed.
   *
   * @param events how many events were in it
   * @param bytes how many bytes
   * @param lag how many events the log had beyond them when they were read
   * @param duration from the hand-over to the host until it took the bytes
   */
  default void written(int events, int bytes, long lag, Duration duration) {}

  /** Events were left out or joined for a client that cannot keep up. */
  default void coalesced(long events) {}

  /** A snapshot took the place of events that are no longer kept. */
  default void resynced() {}

  /** A stream was refused. */
  default void refused(SseResponse.Kind kind) {}
}
