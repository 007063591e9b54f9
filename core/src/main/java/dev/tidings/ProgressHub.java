package dev.tidings;

import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import dev.tidings.internal.run.Lines;
import dev.tidings.internal.run.Threads;
import dev.tidings.internal.task.HubContext;
import dev.tidings.internal.task.LiveTask;
import dev.tidings.internal.task.LoggedTask;
import dev.tidings.internal.task.RetainedTasks;
import dev.tidings.internal.task.SharedLog;
import dev.tidings.internal.task.SharedTasks;
import dev.tidings.internal.task.StageHistory;
import dev.tidings.journal.JournalUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a host starts tasks and finds them again. A finished task is kept for the retention, so
 * that late watchers still get its whole story; an unfinished one is kept until it ends.
 * Thread-safe.
 *
 * <p>How many tasks are kept is bounded, and how many bytes of heap they hold ({@link
 * ProgressHubBuilder#maxTasks}, {@link ProgressHubBuilder#maxBytes}). Over a bound, finished tasks
 * go before their retention has passed: those of the {@linkplain Task#owner owner} who has most,
 * the oldest first. So nobody loses a task to somebody who has more of what there is too much of,
 * as long as that one has a finished task. All tasks without an owner count as one owner's. An
 * unfinished task never goes, and may make finished ones go by what it appends; where these alone
 * fill a bound, {@link #start} refuses.
 *
 * <p>The hub has few threads of its own, all daemons, named {@code tidings-…}, started when they
 * are needed and gone when they were not for a while: two that wake readers, encode events and
 * write to sinks that are ready; up to 256 for what may block, which are listeners, sinks that
 * block, and what a task that ran out of time has to stop; one for the time; and one that breaks
 * connections. An executor that the host gives takes the place of the first two groups. The
 * workers' threads only append.
 *
 * <p>Not promised: that a listener is called before the tracker's method returns; that events
 * outlive the process; any order between different tasks.
 */
public final class ProgressHub implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** How long a caller waits for a journal at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final RetainedTasks tasks;
  private final HubContext context;
  private final String epoch;

  /** Counts the runs of tasks, for their epochs. */
  private final AtomicLong runs = new AtomicLong();

  private final @Nullable Duration abandonAfter;
  private final @Nullable Duration deadline;
  private final long maxBytes;

  /** The tasks as other processes know them; null without a journal. */
  private final @Nullable SharedTasks shared;

  private final ScheduledFuture<?> sweep;
  private volatile boolean closed;

  ProgressHub(ProgressHubBuilder settings) {
    epoch = settings.journal == null ? settings.epoch : settings.journal.mark();
    tasks =
        new RetainedTasks(
            settings.ticker,
            settings.observer,
            new RetainedTasks.Limits(settings.retention, settings.maxTasks, settings.maxBytes));
    maxBytes = settings.maxBytes;
    abandonAfter = settings.abandonAfter;
    deadline = settings.deadline;
    ScheduledExecutorService timer =
        settings.scheduler == null ? Threads.timer("tidings-timer") : settings.scheduler;
    Lines lines = Lines.of(settings.executor, timer);
    context =
        new HubContext(
            settings.stages,
            new StageHistory(settings.stages, settings.minimumRuns),
            settings.clock,
            settings.ticker,
            lines.quick(),
            lines.blocking(),
            Threads.fixed("tidings-cutter", 1),
            timer,
            settings.messages,
            settings.observer,
            settings.retainedBytes,
            settings.factBytes,
            tasks::grown,
            tasks::ended,
            tasks::remove,
            this::cancel,
            new ConcurrentLinkedQueue<>());
    shared =
        settings.journal == null
            ? null
            : new SharedTasks(
                context,
                new SharedLog(settings.journal, settings.journalLimits),
                tasks,
                settings.epoch,
                PATIENCE);
    Line.Turn sweeps = context.blockingLine().once(this::sweep);
    sweep =
        timer.scheduleWithFixedDelay(
            () -> {
              sweeps.ask();
              context.scheduleAgain();
              context.line().look();
              context.blockingLine().look();
            },
            SWEEP.toMillis(),
            SWEEP.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A new builder with the defaults. */
  public static ProgressHubBuilder builder() {
    return new ProgressHubBuilder();
  }

  /** A hub for tasks of those stages, with the defaults. */
  public static ProgressHub of(StageModel stages) {
    return builder().stages(stages).build();
  }

  /**
   * Accepts a task and appends its first event. With a journal this waits until the task is stored
   * there, at most two seconds; without one it never waits.
   *
   * @throws IllegalArgumentException if the hub has a task of that id, or the task has a deadline
   *     for a stage that the hub's model lacks
   * @throws HubFullException if unfinished tasks alone fill one of the hub's bounds
   * @throws IllegalStateException if the hub is closed, or it has a journal and this is a thread of
   *     its own, which must not wait
   * @throws JournalUnavailableException if the journal did not answer in time, or at once while it
   *     is away; the task has not started then
   */
  public ProgressTracker start(Task task) {
    if (shared != null) {
      return shared.await(startShared(shared, task));
    }
    LiveTask live = new LiveTask(context, checked(task), nextEpoch());
    if (closed) {
      throw new IllegalStateException("the hub is closed; it accepts no task");
    }
    if (!tasks.add(live)) {
      throw new IllegalArgumentException(RetainedTasks.taken(task.id()));
    }
    live.start();
    if (closed) {
      live.fail(TaskFailure.of(FailureCode.SHUTDOWN));
    }
    return live;
  }

  /**
   * Accepts a task, and never waits.
   *
   * @return completes by the hub's threads for what may block, or the executor given in their
   *     place; fails with what {@link #start} throws
   */
  public CompletionStage<ProgressTracker> startAsync(Task task) {
    try {
      if (shared == null) {
        return CompletableFuture.completedStage(start(task));
      }
      return told(startShared(shared, task));
    } catch (RuntimeException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  /** The task with the hub's deadline, if it has none of its own. */
  private Task checked(Task task) {
    task.stageDeadlines().keySet().forEach(context.model()::ordinal);
    return deadline == null || task.deadline().isPresent() ? task : task.deadline(deadline);
  }

  private CompletionStage<ProgressTracker> startShared(SharedTasks with, Task task) {
    Task whole = checked(task);
    if (closed) {
      throw new IllegalStateException("the hub is closed; it accepts no task");
    }
    return with.start(whole)
        .thenApply(
            live -> {
              if (closed) {
                live.fail(TaskFailure.of(FailureCode.SHUTDOWN));
              }
              return live;
            });
  }

  /** The same, completed where a host's code may block. */
  private <T> CompletionStage<T> told(CompletionStage<T> stage) {
    return stage.thenApplyAsync(value -> value, context.blockingLine().asExecutor());
  }

  /**
   * The task of that id, wherever it runs, as it is after this call; empty if there was none, or it
   * was evicted. With a journal this waits for it, at most two seconds; without one it never waits.
   *
   * @throws IllegalStateException if the hub has a journal and this is a thread of its own
   * @throws JournalUnavailableException if the journal did not answer in time, or at once while it
   *     is away
   */
  public Optional<TaskView> find(String id) {
    return shared == null ? tasks.find(id).map(task -> task) : shared.await(shared.find(id));
  }

  /**
   * The task of that id, as for {@link #find}, without waiting.
   *
   * @return completes by the hub's threads for what may block, or the executor given in their
   *     place; fails with a {@link JournalUnavailableException} if the journal did not answer in
   *     time
   */
  public CompletionStage<Optional<TaskView>> findAsync(String id) {
    return shared == null
        ? CompletableFuture.completedStage(tasks.find(id).map(task -> task))
        : told(shared.find(id));
  }

  /**
   * A task that went with another run of the process, for those who still ask for it: its log ends
   * at once as {@code task_lost}. It is not kept and cannot be found.
   */
  public TaskView lost(Task task) {
    LiveTask live = new LiveTask(context.unobserved(), task, nextEpoch());
    live.fail(TaskFailure.of(FailureCode.TASK_LOST));
    return live;
  }

  /**
   * Ends the task of that id as cancelled, wherever it runs. The work of a task of this hub's is
   * stopped before this returns.
   *
   * @return completes with whether this call ended it, once whoever finds the task sees that; false
   *     if there is none, or it had ended. Fails with a {@link JournalUnavailableException} if the
   *     journal did not answer in time.
   */
  public CompletionStage<Boolean> cancel(String id) {
    return cancel(id, TaskFailure.of(FailureCode.CANCELLED));
  }

  /**
   * Ends the task of that id as cancelled, as {@link #cancel(String)} does, for a reason that
   * everybody who watches is told in place of the usual sentence.
   *
   * @param reason a sentence for people; it holds no secret
   * @return as for {@link #cancel(String)}
   */
  public CompletionStage<Boolean> cancel(String id, Message reason) {
    return cancel(id, TaskFailure.of(FailureCode.CANCELLED).withMessage(reason));
  }

  private CompletionStage<Boolean> cancel(String id, TaskFailure failure) {
    return shared == null
        ? CompletableFuture.completedStage(
            tasks.find(id).filter(task -> task.failIfRunning(failure)).isPresent())
        : told(shared.cancel(id, failure));
  }

  private CompletionStage<Boolean> cancel(LoggedTask task, TaskFailure failure) {
    return shared == null
        ? CompletableFuture.completedStage(
            task instanceof LiveTask live && live.failIfRunning(failure))
        : told(shared.cancel(task, failure));
  }

  /**
   * The ids of the tasks of that owner, finished ones that can still be found included, in any
   * order.
   *
   * @return fails with a {@link JournalUnavailableException} if the journal did not answer in time
   */
  public CompletionStage<List<String>> tasks(String owner) {
    return shared == null
        ? CompletableFuture.completedStage(
            tasks.all().stream()
                .filter(task -> task.owner().filter(owner::equals).isPresent())
                .map(task -> task.task().id())
                .toList())
        : told(shared.tasks(owner));
  }

  /**
   * The unfinished tasks of that owner that run in this process, in any order. Never waits.
   *
   * @return those that have no end here; with a journal another process may know one already, which
   *     {@link #find} asks for
   */
  public List<TaskView> running(String owner) {
    return tasks.all().stream()
        .filter(task -> task.terminalSequence() == 0)
        .filter(task -> task.owner().filter(owner::equals).isPresent())
        .<TaskView>map(task -> task)
        .toList();
  }

  /**
   * Forgets a task everywhere: an unfinished one is cancelled first; then its id is free.
   *
   * @return fails with a {@link JournalUnavailableException} if the journal did not answer in time;
   *     what was not done then can be asked for again
   */
  public CompletionStage<Void> forget(String id) {
    if (shared != null) {
      return told(shared.forget(id));
    }
    tasks
        .find(id)
        .ifPresent(
            task -> {
              boolean unused = task.failIfRunning(TaskFailure.of(FailureCode.CANCELLED));
              tasks.remove(task);
            });
    return CompletableFuture.completedStage(null);
  }

  /**
   * Tells the runs of the process apart: new for each hub, but the same for all that share a
   * journal; 1 to 32 letters and digits. The epoch of each task begins with it.
   */
  public String epoch() {
    return epoch;
  }

  private String nextEpoch() {
    return epoch + Long.toString(runs.incrementAndGet(), Character.MAX_RADIX);
  }

  /** The stages of this hub's tasks. */
  public StageModel stages() {
    return context.model();
  }

  /**
   * Runs an action again and again on the hub's timer thread, for adapters that need a tick. It
   * must be quick.
   *
   * @param period at least a millisecond, at most 100 years
   * @return ends the runs; they end with the hub's own timer too
   */
  public Registration every(Duration period, Runnable action) {
    ScheduledFuture<?> ticks =
        context
            .timer()
            .scheduleWithFixedDelay(
                () -> Faults.contain("tick", action, action),
                TimeUnit.NANOSECONDS.convert(period),
                TimeUnit.NANOSECONDS.convert(period),
                TimeUnit.NANOSECONDS);
    return () -> ticks.cancel(false);
  }

  /** Nanoseconds on the hub's clock for durations. */
  public long nanoTime() {
    return context.ticker().getAsLong();
  }

  /** The time on the hub's wall clock. */
  public Instant now() {
    return context.clock().instant();
  }

  /** Whether the journal takes anything now, as far as it knows; true without one. */
  public boolean journalAvailable() {
    return shared == null || shared.available();
  }

  /** How many tasks are kept now, finished ones included. */
  public int size() {
    return tasks.size();
  }

  /**
   * How much heap the tasks that are kept hold, in bytes, by estimate: their logs, texts, ends and
   * attributes, and for an unfinished one up to a quarter more than that, for what it appends next.
   * Texts of Latin letters only count double. What clients' streams hold is not in it.
   */
  public long bytes() {
    return tasks.bytes();
  }

  /** How much that may be; see {@link ProgressHubBuilder#maxBytes}. */
  public long maxBytes() {
    return maxBytes;
  }

  private void sweep() {
    tasks.evictExpired();
    if (shared != null) {
      shared.sweep();
    }
    if (abandonAfter != null) {
      tasks.forEachUnwatched(
          abandonAfter, task -> task.fail(TaskFailure.of(FailureCode.ABANDONED)));
    }
  }

  /**
   * Ends every unfinished task as {@code shutdown} and accepts no new one. Finished tasks can still
   * be found and read, and what streams them goes on until it is closed itself. Close the hub
   * before the executor it was given.
   *
   * <p>With a journal this waits until the ends are stored there, at most five seconds, and closes
   * it. Streams of a task whose end could not be stored are cut: its end comes from another
   * process.
   */
  @Override
  public void close() {
    closed = true;
    for (LiveTask task : tasks.all()) {
      if (!task.decided()) {
        task.fail(TaskFailure.of(FailureCode.SHUTDOWN));
      }
    }
    if (shared != null) {
      shared.close(LONGEST_CLOSE);
    }
    sweep.cancel(false);
  }
}
