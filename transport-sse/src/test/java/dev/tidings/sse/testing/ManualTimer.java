package dev.tidings.sse.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what a hub schedules on the thread of the test that advances it, each action at its own
 * time. Starts no thread.
 */
public final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final ManualClock clock;
  private final List<Timer> timers = new ArrayList<>();

  /** A timer that moves that clock along. */
  public ManualTimer(ManualClock clock) {
    super(1);
    this.clock = clock;
  }

  /** Moves the clock forward and runs what becomes due on the way, in order. */
  public void advance(Duration time) {
    Duration end = clock.passed().plus(time);
    for (Optional<Timer> due = take(end); due.isPresent(); due = take(end)) {
      clock.advance(due.get().at.minus(clock.passed()));
      due.get().run();
    }
    clock.advance(end.minus(clock.passed()));
  }

  /** How many timers wait, periodic ones included. */
  public synchronized int waiting() {
    timers.removeIf(Timer::isCancelled);
    return timers.size();
  }

  private synchronized Optional<Timer> take(Duration end) {
    timers.removeIf(Timer::isCancelled);
    Optional<Timer> next =
        timers.stream()
            .filter(timer -> timer.at.compareTo(end) <= 0)
            .min(Comparator.comparing(timer -> timer.at));
    next.ifPresent(timers::remove);
    return next;
  }

  private Timer add(Timer timer) {
    keep(timer);
    return timer;
  }

  private synchronized void keep(Timer timer) {
    timers.add(timer);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    return add(new Timer(action, Duration.ofNanos(unit.toNanos(delay)), Duration.ZERO));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable action, long first, long delay, TimeUnit unit) {
    return add(
        new Timer(
            action, Duration.ofNanos(unit.toNanos(first)), Duration.ofNanos(unit.toNanos(delay))));
  }

  private final class Timer extends FutureTask<Object> implements ScheduledFuture<Object> {
    private final Duration period;
    private Duration at;

    Timer(Runnable action, Duration delay, Duration period) {
      super(action, "done");
      this.at = clock.passed().plus(delay);
      this.period = period;
    }

    @Override
    public void run() {
      if (period.isZero()) {
        super.run();
      } else if (runAndReset()) {
        at = clock.passed().plus(period);
        keep(this);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at.minus(clock.passed()));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
