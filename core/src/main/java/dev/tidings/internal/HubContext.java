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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all tasks of a hub share.
 *
 * @param model the stages
 * @param history what past runs taught
 * @param clock the wall clock, read once per task
 * @param ticker nanoseconds that never jump
 * @param executor the host's, for wakes and listeners
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
    ScheduledExecutorService timer,
    MessageCatalog messages,
    HubObserver observer,
    int retainedBytes,
    Consumer<LiveTask> onEnded) {

  private static final Logger log = LoggerFactory.getLogger("dev.tidings");
  private static final long RETRY_MILLIS = 50;

  /** Runs the action on the host's executor; when that refuses, tries again until it takes it. */
  public void execute(Runnable action) {
    try {
      executor.execute(action);
    } catch (RejectedExecutionException refused) {
      try {
        ScheduledFuture<?> unused =
            timer.schedule(() -> execute(action), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        log.debug("Executor refused to deliver events; trying again in {} ms", RETRY_MILLIS);
      } catch (RejectedExecutionException closed) {
        log.debug("Executor refused to deliver events and the hub is closed; they stay unread");
      }
    }
  }

  /** Schedules the action; null when the hub is closed, where nothing needs a deadline. */
  @Nullable ScheduledFuture<?> schedule(Runnable action, Duration delay) {
    try {
      return timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return null;
    }
  }
}
