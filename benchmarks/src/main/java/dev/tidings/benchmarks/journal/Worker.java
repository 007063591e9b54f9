package dev.tidings.benchmarks.journal;

import java.util.concurrent.locks.LockSupport;

/** Tasks that say so many pieces a second in all, spread evenly. */
final class Worker {
  private final Way way;
  private final Load load;
  private final Latencies latencies;

  Worker(Way way, Load load) {
    this.way = way;
    this.load = load;
    this.latencies = new Latencies(load);
    for (int i = 0; i < load.tasks(); i++) {
      way.start(i);
      for (int reader = 0; reader < load.readers(); reader++) {
        way.follow(i, latencies, () -> {});
      }
    }
  }

  /** Says all pieces. */
  void run() {
    long begin = System.nanoTime();
    long pieces = load.pieces();
    for (long i = 0; i < pieces; i++) {
      long due = begin + i * 1_000_000_000L / load.rate();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      way.say((int) (i % load.tasks()), Latencies.piece());
    }
  }

  Latencies latencies() {
    return latencies;
  }
}
