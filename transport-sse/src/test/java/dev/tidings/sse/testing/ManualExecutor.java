package dev.tidings.sse.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it is given until a test runs it. Thread-safe. */
public final class ManualExecutor implements Executor {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();

  /** Refuses that many of the next calls. */
  public void refuseNext(int calls) {
    refusals.set(calls);
  }

  @Override
  public void execute(Runnable action) {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new RejectedExecutionException("refused, as the test asked");
    }
    waiting.add(action);
  }

  /** Runs what waits, and what that adds, on this thread. */
  public void runAll() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }
}
