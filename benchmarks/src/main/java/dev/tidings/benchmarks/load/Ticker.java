package dev.tidings.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/** The one thread that makes events, spread evenly over time, each with the time it was made. */
final class Ticker {
  /** In front of the time in a message; occurs nowhere else in a stream. */
  static final char TIME = '@';

  private final LoadServer server;
  private final Scenario scenario;
  private final int seconds;
  private long made;
  private long longestCallNanos;

  Ticker(LoadServer server, Scenario scenario, int seconds) {
    this.server = server;
    this.scenario = scenario;
    this.seconds = seconds;
  }

  long made() {
    return made;
  }

  long longestCallNanos() {
    return longestCallNanos;
  }

  void run() throws Exception {
    String filling = "x".repeat(scenario.payload());
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    int tasks = scenario.tasks();
    double gap = scenario.rate() == 0 ? 0 : 1e9 / ((double) scenario.rate() * tasks);
    long total = scenario.rate() == 0 ? Long.MAX_VALUE : (long) scenario.rate() * tasks * seconds;
    while (made < total) {
      long now = System.nanoTime();
      if (scenario.rate() == 0) {
        if (now >= end) {
          return;
        }
        if (!server.wantsMore(made)) {
          LockSupport.parkNanos(50_000);
          continue;
        }
      } else {
        long due = start + (long) (made * gap);
        if (now < due) {
          // A sleep of its own for each event would be most of what is measured.
          LockSupport.parkNanos(Math.max(due - now, 1_000_000));
          continue;
        }
      }
      long before = System.nanoTime();
      server.event((int) (made % tasks), TIME + Long.toString(before) + ' ' + filling);
      longestCallNanos = Math.max(longestCallNanos, System.nanoTime() - before);
      made++;
    }
  }
}
