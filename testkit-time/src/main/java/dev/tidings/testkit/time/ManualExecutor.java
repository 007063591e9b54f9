package dev.tidings.testkit.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** An executor that keeps what it is given until a test runs it. It is thread-safe. */
public final class ManualExecutor implements Executor {
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();

  /** An executor that refuses nothing. */
  public ManualExecutor() {}

  /** The executor refuses that many of the next calls with a {@link RejectedExecutionException}. */
  public void refuseNext(int calls) {
    refusals.set(calls);
  }

  @Override
  public void execute(Runnable action) {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new RejectedExecutionException("refused, as the test asked");
    }
    queue.add(action);
  }

  /** How many actions wait. */
  public int pending() {
    return queue.size();
  }

  /**
   * The executor runs the oldest action on the caller's thread, if there is one; returns whether
   * there was.
   */
  public boolean runNext() {
    Runnable next = queue.poll();
    if (next != null) {
      next.run();
    }
    return next != null;
  }

  /** The executor runs what waits, and what that adds, on the caller's thread; returns how many. */
  public int runAll() {
    int count = 0;
    while (runNext()) {
      count++;
    }
    return count;
  }
}
