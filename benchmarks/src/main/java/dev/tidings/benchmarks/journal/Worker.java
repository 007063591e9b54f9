package dev.tidings.benchmarks.journal;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Tasks that say so many pieces a second in all, spread evenly. */
final class Worker {
  static final String OWNER = "load";

  private final List<ProgressTracker> trackers = new ArrayList<>();
  private final Latencies latencies = new Latencies();

  Worker(ProgressHub hub, Load load) {
    for (int i = 0; i < load.tasks(); i++) {
      ProgressTracker tracker = hub.start(Task.create("load_" + i).owner(OWNER));
      for (int reader = 0; reader < load.readers(); reader++) {
        var unused = tracker.view().subscribe(latencies);
      }
      trackers.add(tracker);
    }
  }

  /** Says pieces for so many seconds, and counts those of the later two thirds. */
  void run(Load load) {
    long begin = System.nanoTime();
    long pieces = (long) load.rate() * load.seconds();
    for (long i = 0; i < pieces; i++) {
      if (i == pieces / 3) {
        latencies.start();
      }
      long due = begin + i * 1_000_000_000L / load.rate();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      trackers.get((int) (i % trackers.size())).token(Latencies.piece());
    }
  }

  Latencies latencies() {
    return latencies;
  }
}
