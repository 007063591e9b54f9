package dev.tidings.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/**
 * Makes events, spread evenly over time or all tasks' together, each with the time at which it
 * should have been made. So a server that holds its maker up is late with all that waited
 * meanwhile, as it would be for real work, and what could not be made within the time counts as
 * lost.
 */
final class Ticker {
  /** In front of the time in a message; occurs nowhere else in a stream. */
  static final char TIME = '@';

  /** How late the last events may be made. */
  private static final long GRACE_NANOS = 1_000_000_000L;

  private final LoadServer server;
  private final Scenario scenario;
  private final int seconds;
  private volatile long made;
  private volatile long longestCallNanos;
  private volatile long callingSince;

  Ticker(LoadServer server, Scenario scenario, int seconds) {
    this.server = server;
    this.scenario = scenario;
    this.seconds = seconds;
  }

  long made() {
    return made;
  }

  /** Of the calls so far, the one that has not returned yet included. */
  long longestCallNanos() {
    long since = callingSince;
    return Math.max(longestCallNanos, since == 0 ? 0 : System.nanoTime() - since);
  }

  void run() throws Exception {
    String filling = "x".repeat(scenario.payload());
    long start = System.nanoTime();
    long nanos = seconds * 1_000_000_000L;
    long end = start + nanos + (scenario.saturating() ? 0 : GRACE_NANOS);
    long total = scenario.saturating() ? Long.MAX_VALUE : scenario.total(seconds);
    long awake = start;
    for (int i = 0; i < total; ) {
      long now = System.nanoTime();
      if (now >= end) {
        return;
      }
      long due = scenario.saturating() ? now : start + scenario.due(i);
      if (now < due) {
        // A sleep of its own for each event would be most of what is measured.
        LockSupport.parkNanos(Math.max(due - now, 1_000_000));
        awake = System.nanoTime();
      } else if (scenario.saturating() && !server.wantsMore(i)) {
        LockSupport.parkNanos(50_000);
      } else {
        callingSince = now;
        server.event(
            i % scenario.tasks(), TIME + Long.toString(Math.max(awake, due)) + ' ' + filling);
        callingSince = 0;
        longestCallNanos = Math.max(longestCallNanos, System.nanoTime() - now);
        made = ++i;
      }
    }
  }
}
