package dev.tidings.testkit.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that runs timers on the thread of the test that advances it, each at its own time.
 * What an action throws is kept in its future, and a periodic one ends with that, as the JDK's
 * schedulers do. Any thread may schedule; only one may advance. It starts no thread.
 */
public final class ManualScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {
  private static final long FAR = Long.MAX_VALUE / 4;

  private final ManualClock clock;
  private final List<Timer<?>> timers = new ArrayList<>();
  private boolean shutdown;

  /** A scheduler that moves that clock along. */
  public ManualScheduler(ManualClock clock) {
    this.clock = clock;
  }

  /** The scheduler moves the clock forward, running what becomes due on the way, in order. */
  public void advance(Duration by) {
    long target = clock.getAsLong() + by.toNanos();
    for (Timer<?> due = takeDue(target); due != null; due = takeDue(target)) {
      clock.advance(Duration.ofNanos(Math.max(0, due.dueNanos - clock.getAsLong())));
      due.run();
    }
    clock.advance(Duration.ofNanos(target - clock.getAsLong()));
  }

  /** How many timers wait, periodic ones included. */
  public synchronized int waiting() {
    timers.removeIf(Timer::isCancelled);
    return timers.size();
  }

  private synchronized @Nullable Timer<?> takeDue(long target) {
    timers.removeIf(Timer::isCancelled);
    Timer<?> next =
        timers.stream()
            .filter(timer -> timer.dueNanos - target <= 0)
            .min(Comparator.comparingLong(timer -> timer.dueNanos - target))
            .orElse(null);
    timers.remove(next);
    return next;
  }

  private synchronized <T extends Timer<?>> T add(T timer) {
    if (shutdown) {
      throw new RejectedExecutionException("the scheduler is shut down");
    }
    timers.add(timer);
    return timer;
  }

  private synchronized void addAgain(Timer<?> timer) {
    if (!shutdown) {
      timers.add(timer);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    return add(new Timer<>(Executors.callable(action), unit.toNanos(delay), 0));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
    return add(new Timer<>(action, unit.toNanos(delay), 0));
  }

  /** The same as {@link #scheduleWithFixedDelay}: an action takes no time here. */
  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable action, long first, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(action, first, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable action, long first, long delay, TimeUnit unit) {
    return add(new Timer<>(Executors.callable(action), unit.toNanos(first), unit.toNanos(delay)));
  }

  /** The action runs with the next {@link #advance}, also by nothing. */
  @Override
  public void execute(Runnable action) {
    ScheduledFuture<?> unused = schedule(action, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> never = List.copyOf(timers);
    timers.clear();
    return never;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public synchronized boolean isTerminated() {
    return shutdown && timers.isEmpty();
  }

  /** The scheduler says whether it is terminated now, and waits for nothing. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }

  /** One action and when it is due. */
  private final class Timer<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long periodNanos;
    private long dueNanos;

    Timer(Callable<V> action, long delayNanos, long periodNanos) {
      super(action);
      this.periodNanos = periodNanos;
      this.dueNanos = clock.getAsLong() + Math.min(delayNanos, FAR);
    }

    @Override
    public void run() {
      if (periodNanos == 0) {
        super.run();
      } else if (runAndReset()) {
        dueNanos = clock.getAsLong() + periodNanos;
        addAgain(this);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - clock.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
