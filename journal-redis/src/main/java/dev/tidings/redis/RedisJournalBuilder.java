package dev.tidings.redis;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lettuce.core.RedisURI;
import java.time.Duration;

/**
 * A builder collects the settings of a journal; each is checked when it is given. It is not
 * thread-safe.
 */
public final class RedisJournalBuilder {
  private final RedisURI address;
  private String prefix = "tidings:";
  private Duration retention = Duration.ofMinutes(10);
  private Duration lease = Duration.ofSeconds(10);
  private Duration timeout = Duration.ofSeconds(1);
  private Store.Topology topology = Store.Topology.ONE;

  RedisJournalBuilder(String address) {
    this.address = Store.address(address);
  }

  /**
   * What the names of all keys and channels begin with; {@code tidings:} unless given. Those that
   * share tasks have the same, and nobody else who uses the database.
   *
   * @throws IllegalArgumentException if it is not at most 64 letters, digits, {@code _ . : -}
   */
  @CanIgnoreReturnValue
  public RedisJournalBuilder prefix(String text) {
    prefix = new Keys(text).prefix();
    return this;
  }

  /**
   * How long a finished task can be found; 10 minutes unless given. As long as the hub's, or
   * longer.
   *
   * @throws IllegalArgumentException if it is not a millisecond to 30 days
   */
  @CanIgnoreReturnValue
  public RedisJournalBuilder retention(Duration time) {
    retention = within("retention", time, Duration.ofMillis(1), Duration.ofDays(30));
    return this;
  }

  /**
   * How long a process may give no sign until it counts as gone; 10 s unless given. All that share
   * tasks have the same.
   *
   * @throws IllegalArgumentException if it is not 1 s to 10 minutes
   */
  @CanIgnoreReturnValue
  public RedisJournalBuilder lease(Duration time) {
    lease = within("lease", time, Duration.ofSeconds(1), Duration.ofMinutes(10));
    return this;
  }

  /**
   * How long Redis may take to answer one command; 1 s unless given.
   *
   * @throws IllegalArgumentException if it is not 10 ms to 1 minute
   */
  @CanIgnoreReturnValue
  public RedisJournalBuilder timeout(Duration time) {
    timeout = within("timeout", time, Duration.ofMillis(10), Duration.ofMinutes(1));
    return this;
  }

  /** The address is one of the servers of a Redis Cluster, which names the others. */
  @CanIgnoreReturnValue
  public RedisJournalBuilder cluster() {
    topology = Store.Topology.CLUSTER;
    return this;
  }

  private static Duration within(String what, Duration time, Duration least, Duration most) {
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " " + time + " must be from " + least + " to " + most);
    }
    return time;
  }

  Keys keys() {
    return new Keys(prefix);
  }

  Duration retention() {
    return retention;
  }

  Duration lease() {
    return lease;
  }

  /** How long the keys of an unfinished task stay after its process's last sign. */
  Duration keep() {
    Duration least = Duration.ofHours(1);
    Duration longer = retention.plus(retention);
    return longer.compareTo(least) > 0 ? longer : least;
  }

  Store store() {
    return new Store(address, timeout, lease, topology);
  }

  /** A journal with these settings, which begins to connect. */
  public RedisJournal build() {
    return new RedisJournal(this);
  }
}
