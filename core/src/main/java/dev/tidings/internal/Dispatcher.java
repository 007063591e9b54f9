package dev.tidings.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the readers of all tasks of a hub on the host's executor. Tasks that have grown stand in
 * one line, and few runs work it off: handing each wake to the executor by itself would cost an
 * append more than everything else it does. A task with many readers stands in line in shares, so
 * that runs divide them, and other tasks get their turn in between.
 *
 * <p><b>Invariant.</b> Whoever adds to the line looks at {@code runs} afterwards, and a run that
 * found the line empty takes itself off {@code runs} before it looks once more. So one of the two
 * sees the other, and no task stays in line without a run.
 */
public final class Dispatcher implements Runnable {
  /** What stands in line. */
  interface Work {
    /** Wakes readers; contains what they throw. */
    void dispatch();

    /** About how many readers that are, always the same of one piece of work. */
    int weight();
  }

  /** How much may stand in line for each run before another one helps. */
  private static final int WEIGHT_PER_RUN = 32;

  private final Executor executor;
  private final int mostRuns;
  private final Queue<Work> line = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  /** Wakes on that executor, in at most that many runs at a time. */
  public Dispatcher(Executor executor, int mostRuns) {
    this.executor = executor;
    this.mostRuns = mostRuns;
  }

  /** Has the work done soon. Called without a lock; never blocks. */
  void dispatchSoon(Work work) {
    line.add(work);
    int weight = waiting.addAndGet(work.weight());
    int running = runs.get();
    boolean helpNeeded = running == 0 || (weight > WEIGHT_PER_RUN * running && running < mostRuns);
    // When this fails, another thread has just started or ended a run and looks at the line.
    if (helpNeeded && runs.compareAndSet(running, running + 1)) {
      executor.execute(this);
    }
  }

  @Override
  public void run() {
    do {
      try {
        for (Work next = line.poll(); next != null; next = line.poll()) {
          waiting.addAndGet(-next.weight());
          next.dispatch();
        }
      } finally {
        runs.decrementAndGet();
      }
    } while (!line.isEmpty() && runs.compareAndSet(0, 1));
  }
}
