package dev.tidings.testing;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pool of real threads that a test can wait for until all it was given is over. Thread-safe. */
public final class SettlingPool implements Executor, AutoCloseable {
  private final ExecutorService threads;

  /** One party for the test that waits, one for each action that is not over. */
  private final Phaser unfinished = new Phaser(1);

  /** A pool of that many threads. */
  public SettlingPool(int size) {
    threads = Executors.newFixedThreadPool(size);
  }

  @Override
  public void execute(Runnable action) {
    unfinished.register();
    threads.execute(
        () -> {
          try {
            action.run();
          } finally {
            unfinished.arriveAndDeregister();
          }
        });
  }

  /**
   * Waits until every action is over, with those that they added, ten seconds at most.
   *
   * @throws TimeoutException if that takes longer
   */
  public void settle() throws InterruptedException, TimeoutException {
    unfinished.awaitAdvanceInterruptibly(unfinished.arrive(), 10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
