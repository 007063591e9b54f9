package dev.tidings.client;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next connection: as long as the server asks for, twice as long after
 * each further failure without a new event, and up to half as long again by chance, so that many
 * clients of one server do not come back at once. Used by one thread.
 */
final class Backoff {
  /** A server that asks for less gets this. */
  private static final Duration LEAST = Duration.ofMillis(50);

  private final Duration most;
  private final RandomGenerator random;
  private Duration base;
  private int failures;

  /**
   * No failure yet.
   *
   * @param first what a server that does not say is taken to ask for
   * @param most where the doubling stops, unless the server itself asks for more
   */
  Backoff(Duration first, Duration most, RandomGenerator random) {
    this.base = first;
    this.most = most;
    this.random = random;
  }

  /** What the server asks for. */
  void base(Duration asked) {
    base = asked.compareTo(LEAST) < 0 ? LEAST : asked;
  }

  /** How many connections in a row have failed without a new event. */
  int failures() {
    return failures;
  }

  /** There was a new event. */
  void succeeded() {
    failures = 0;
  }

  /**
   * A connection failed; how long to wait now.
   *
   * @param least what the server asked for this time, or null
   */
  Duration failed(@Nullable Duration least) {
    failures++;
    Duration longest = most.compareTo(base) > 0 ? most : base;
    Duration wait = base;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    if (wait.compareTo(longest) > 0) {
      wait = longest;
    }
    if (least != null && wait.compareTo(least) < 0) {
      wait = least;
    }
    return wait.plusMillis((long) (wait.toMillis() * random.nextDouble() / 2));
  }
}
