package dev.tidings.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store takes what it is given, as the signs of life say that this process writes into
 * it; told to the log when it changes. Thread-safe.
 */
final class Availability {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.redis");

  private final String store;
  private final Duration patience;
  private final LongSupplier nanos;
  private volatile boolean available = true;

  @GuardedBy("this")
  private boolean everWritten;

  @GuardedBy("this")
  private long writtenNanos;

  /**
   * Of a store that is taken for available until it is known.
   *
   * @param store its address, without secrets
   * @param patience how long it may take nothing until it counts as away
   */
  Availability(String store, Duration patience, LongSupplier nanos) {
    this.store = store;
    this.patience = patience;
    this.nanos = nanos;
  }

  boolean available() {
    return available;
  }

  /** It took a sign of life. */
  synchronized void written() {
    writtenNanos = nanos.getAsLong();
    if (!available) {
      log.info("Journal at {} is back", store);
    } else if (!everWritten) {
      log.info("Journal at {} is there", store);
    }
    everWritten = true;
    available = true;
  }

  /** It did not. */
  synchronized void refused(Throwable why) {
    boolean longAgo = nanos.getAsLong() - writtenNanos >= patience.toNanos();
    if (available && (!everWritten || longAgo)) {
      available = false;
      log.warn(
          "Journal at {} is away, no task can begin until it is back: {}",
          store,
          Reply.unavailable(why).getMessage());
    }
  }
}
