package dev.tidings.internal.run;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of our own: daemons, named, started when they are needed, and gone when they were not for
 * a while. So nobody has to shut them down.
 */
public final class Threads {
  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  /** A pool of a fixed number of threads before which so much work may wait; it refuses more. */
  public static ThreadPoolExecutor fixed(String name, int number, int mostWaiting) {
    return pool(name, number, number, new LinkedBlockingQueue<>(mostWaiting));
  }

  /** A pool of a fixed number of threads before which any amount of work may wait. */
  public static ThreadPoolExecutor fixed(String name, int number) {
    return fixed(name, number, Integer.MAX_VALUE);
  }

  /** A pool that starts a thread for whatever finds none idle; who uses it bounds their number. */
  public static ThreadPoolExecutor onDemand(String name) {
    return pool(name, 0, Integer.MAX_VALUE, new SynchronousQueue<>());
  }

  private static ThreadPoolExecutor pool(
      String name, int core, int most, BlockingQueue<Runnable> queue) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(core, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** A timer of one thread, which is gone when nothing is to come. */
  public static ScheduledThreadPoolExecutor timer(String name) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named(name));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return action -> {
      Thread thread = new Thread(action, name + '-' + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
