package dev.tidings.testkit.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * Time and chance of one simulation, on one thread: what is due is run in the order of its time,
 * and the same seed gives the same run.
 */
final class World {
  private static final long START_MILLIS = Instant.parse("2024-01-15T10:30:00Z").toEpochMilli();

  private record Due(long nanos, long number, Runnable action) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number));
  private final Random random;
  private long nanos;
  private long number;

  World(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  long nanos() {
    return nanos;
  }

  /** A process's wall clock, which is off by that much. */
  Instant clock(long offMillis) {
    return Instant.ofEpochMilli(START_MILLIS + nanos / 1_000_000 + offMillis);
  }

  void at(long dueNanos, Runnable action) {
    queue.add(new Due(Math.max(nanos, dueNanos), number++, action));
  }

  void in(long millis, Runnable action) {
    at(nanos + millis * 1_000_000, action);
  }

  /** Runs each action by itself, after up to that many microseconds: the order is chance's. */
  Executor executor(int mostMicros) {
    return action -> at(nanos + 1_000L * random.nextInt(mostMicros + 1), action);
  }

  /** Runs everything that is due until then. */
  void runUntil(long millis) {
    long end = millis * 1_000_000;
    while (!queue.isEmpty() && queue.peek().nanos() <= end) {
      Due due = queue.poll();
      nanos = due.nanos();
      due.action().run();
    }
    nanos = Math.max(nanos, end);
  }
}
