package dev.tidings.internal.task;

import dev.tidings.HubObserver;
import dev.tidings.MessageCatalog;
import dev.tidings.StageModel;
import dev.tidings.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host has decided of a hub; its builder has checked each.
 *
 * @param stages those of the hub's tasks
 * @param retention how long a finished task is kept
 * @param maxTasks how many tasks there may be, the unfinished ones included
 * @param maxBytes how much heap they may hold, by estimate
 * @param retainedBytes the bound of a log beside the answer's text and the facts
 * @param factBytes the bound of a task's facts
 * @param minimumRuns after how many runs a time to the end is estimated
 * @param abandonAfter after how long without a watcher a task fails; null for never
 * @param deadline of tasks that have none of their own; null for none
 * @param journal where tasks are kept; null for memory
 * @param journalLimits how patient tasks are with it
 * @param executor in place of the hub's own threads; null for these
 * @param scheduler in place of the hub's own timer; null for that
 * @param clock the wall clock
 * @param ticker nanoseconds that never jump
 * @param messages renders messages
 * @param observer for metrics
 * @param epoch what the epochs of its tasks begin with
 */
public record HubSettings(
    StageModel stages,
    Duration retention,
    int maxTasks,
    long maxBytes,
    int retainedBytes,
    int factBytes,
    int minimumRuns,
    @Nullable Duration abandonAfter,
    @Nullable Duration deadline,
    @Nullable Journal journal,
    SharedLog.Limits journalLimits,
    @Nullable Executor executor,
    @Nullable ScheduledExecutorService scheduler,
    InstantSource clock,
    LongSupplier ticker,
    MessageCatalog messages,
    HubObserver observer,
    String epoch) {}
