package dev.tidings.testkit.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The timer of one process in a {@link World}; it stops when the process dies. */
final class WorldTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final World world;
  private boolean stopped;

  WorldTimer(World world) {
    this.world = world;
  }

  /** One that may be cancelled; nobody waits for it. */
  private final class Timed extends CompletableFuture<Object> implements ScheduledFuture<Object> {
    private final Runnable action;
    private final long periodNanos;

    Timed(Runnable action, long delayNanos, long periodNanos) {
      this.action = action;
      this.periodNanos = periodNanos;
      world.at(world.nanos() + Math.max(0, delayNanos), this::fire);
    }

    private void fire() {
      if (isCancelled() || stopped) {
        return;
      }
      action.run();
      if (periodNanos > 0) {
        world.at(world.nanos() + periodNanos, this::fire);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    return new Timed(action, unit.toNanos(delay), 0);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("only actions are timed here");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable action, long delay, long period, TimeUnit unit) {
    return new Timed(action, unit.toNanos(delay), unit.toNanos(period));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable action, long delay, long period, TimeUnit unit) {
    return new Timed(action, unit.toNanos(delay), unit.toNanos(period));
  }

  @Override
  public void execute(Runnable action) {
    world.at(world.nanos(), action);
  }

  @Override
  public void shutdown() {
    stopped = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    stopped = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return stopped;
  }

  @Override
  public boolean isTerminated() {
    return stopped;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return stopped;
  }
}
