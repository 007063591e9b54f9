package dev.tidings.internal;

import dev.tidings.HubObserver;
import dev.tidings.MessageCatalog;
import dev.tidings.StageModel;
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
 * @param executor the host's, for listeners
 * @param dispatcher wakes the readers of logs that have grown
 * @param timer for deadlines and retention
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
    Executor executor,
    Dispatcher dispatcher,
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
        executor,
        dispatcher,
        timer,
        messages,
        HubObserver.none(),
        retainedBytes,
        task -> {});
  }

  /** Schedules the action; null when the hub is closed, where nothing needs a deadline. */
  @Nullable ScheduledFuture<?> schedule(Runnable action, Duration delay) {
    try {
      return timer.schedule(action, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return null;
    }
  }
}
