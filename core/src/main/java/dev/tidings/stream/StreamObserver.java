package dev.tidings.stream;

import java.time.Duration;

/**
 * An observer is told what happens to streams, for metrics: of openings and refusals by the thread
 * that asks for the stream, of all else by the hub's threads, outside any lock. So it must be
 * quick. What it throws is logged and goes no further.
 */
public interface StreamObserver {
  /** An observer that does nothing. */
  static StreamObserver none() {
    return new StreamObserver() {};
  }

  /**
   * A stream began.
   *
   * @param dialect what its client reads, for example {@code enhanced}
   */
  default void sessionOpened(String dialect) {}

  /** A stream ended. */
  default void sessionClosed(String dialect, SessionEnd reason, Duration duration) {}

  /**
   * A write was taken.
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

  /**
   * A stream was refused for want of room.
   *
   * @param why {@link StreamAnswer.Kind#TOO_MANY_STREAMS} or {@link StreamAnswer.Kind#BUSY}
   */
  default void refused(StreamAnswer.Kind why) {}
}
