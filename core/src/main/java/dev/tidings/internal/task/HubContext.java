package dev.tidings.internal.task;

import dev.tidings.HubObserver;
import dev.tidings.MessageCatalog;
import dev.tidings.Registration;
import dev.tidings.StageModel;
import dev.tidings.TaskFailure;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a hub share.
 *
 * @param model the stages
 * @param history what past runs taught
 * @param clock the wall clock, read once per task for its timestamps, and by streams for what
 *     expires
 * @param ticker nanoseconds that never jump
 * @param line gives turns to what never blocks: wakes, and sessions whose sink is ready or not
 * @param blockingLine gives turns to what may block: listeners, blocking sinks, time-outs
 * @param cutter breaks connections, and does nothing else
 * @param timer for deadlines, retention and ticks; nothing of a host's runs on it
 * @param messages renders messages
 * @param observer for metrics
 * @param retainedBytes the bound of a log beside the answer's text and the facts
 * @param factBytes the bound of a task's facts
 * @param onGrown told when a task may have outgrown what is counted for it, outside any lock
 * @param onEnded told when a task has ended, outside any lock
 * @param onLost told when the journal has a task no more, or not whole, outside any lock
 * @param canceller ends a task wherever it runs
 * @param unscheduled what the timer did not take
 */
public record HubContext(
    StageModel model,
    StageHistory history,
    InstantSource clock,
    LongSupplier ticker,
    Line line,
    Line blockingLine,
    Executor cutter,
    ScheduledExecutorService timer,
    MessageCatalog messages,
    HubObserver observer,
    int retainedBytes,
    int factBytes,
    Consumer<LiveTask> onGrown,
    Consumer<LiveTask> onEnded,
    Consumer<LiveTask> onLost,
    BiFunction<LoggedTask, TaskFailure, CompletionStage<Boolean>> canceller,
    Queue<Unscheduled> unscheduled) {

  /** The same for a task that is nobody's concern but its reader's. */
  public HubContext unobserved() {
    return new HubContext(
        model,
        history,
        clock,
        ticker,
        line,
        blockingLine,
        cutter,
        timer,
        messages,
        HubObserver.none(),
        retainedBytes,
        factBytes,
        task -> {},
        task -> {},
        task -> {},
        canceller,
        unscheduled);
  }

  /**
   * Schedules the action; null when the scheduler does not take it, whatever it throws. Then the
   * hub's sweep offers it again, each second, so that no deadline is lost.
   */
  @Nullable ScheduledFuture<?> schedule(Runnable action, Duration delay) {
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    try {
      return timer.schedule(action, nanos, TimeUnit.NANOSECONDS);
    } catch (Throwable refused) {
      if (nanos < Long.MAX_VALUE / 2) {
        unscheduled.add(new Unscheduled(action, ticker.getAsLong() + nanos));
      }
      return null;
    }
  }

  /** Offers again what the scheduler did not take. */
  public void scheduleAgain() {
    for (int i = unscheduled.size(); i > 0; i--) {
      Unscheduled next = unscheduled.poll();
      if (next != null) {
        Duration left = Duration.ofNanos(Math.max(0, next.dueNanos() - ticker.getAsLong()));
        ScheduledFuture<?> unused = schedule(next.action(), left);
      }
    }
  }

  /**
   * Runs a quick action of the hub's own again and again on the timer's thread.
   *
   * @param period at least a millisecond, at most 100 years
   * @return ends the runs; they end with the timer too
   */
  public Registration every(Duration period, Runnable action) {
    long nanos = TimeUnit.NANOSECONDS.convert(period);
    ScheduledFuture<?> ticks =
        timer.scheduleWithFixedDelay(
            () -> Faults.contain("tick", action, action), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> ticks.cancel(false);
  }

  /** Nanoseconds on the clock for durations. */
  public long nanoTime() {
    return ticker.getAsLong();
  }

  /** The time on the wall clock. */
  public Instant now() {
    return clock.instant();
  }

  /** What the scheduler did not take, and when it is due on the hub's ticker. */
  public record Unscheduled(Runnable action, long dueNanos) {}
}
