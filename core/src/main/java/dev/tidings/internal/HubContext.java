package dev.tidings.internal;

import dev.tidings.HubObserver;
import dev.tidings.MessageCatalog;
import dev.tidings.StageModel;
import dev.tidings.internal.run.Line;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a hub share.
 *
 * @param model the stages
 * @param history what past runs taught
 * @param clock the wall clock, read once per task
 * @param ticker nanoseconds that never jump
 * @param line gives turns to what never blocks: wakes, and sessions whose sink is ready or not
 * @param blockingLine gives turns to what may block: listeners, blocking sinks, time-outs
 * @param cutter breaks connections, and does nothing else
 * @param timer for deadlines, retention and ticks; nothing of a host's runs on it
 * @param messages renders messages
 * @param observer for metrics
 * @param retainedBytes the bound of a log beside the answer's text
 * @param onEnded told when a task has ended, outside any lock
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
    Consumer<LiveTask> onEnded) {

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
        task -> {});
  }

  /** Schedules the action; null when the timer is closed, where nothing needs a deadline. */
  @Nullable ScheduledFuture<?> schedule(Runnable action, Duration delay) {
    try {
      return timer.schedule(action, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return null;
    }
  }
}
