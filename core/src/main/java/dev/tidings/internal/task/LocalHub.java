package dev.tidings.internal.task;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Line;
import dev.tidings.internal.run.Lines;
import dev.tidings.internal.run.Threads;
import dev.tidings.journal.Journal;
import java.time.Duration;
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
 * The hub of this process: the tasks that run here, and with a journal those of others. What a host
 * may call is {@link ProgressHub}; what streams need beside that is public here.
 */
public final class LocalHub implements ProgressHub {
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

  /** A hub without tasks. */
  public LocalHub(HubSettings settings) {
    Journal journal = settings.journal();
    epoch = journal == null ? settings.epoch() : journal.mark();
    tasks =
        new RetainedTasks(
            settings.ticker(),
            settings.observer(),
            new RetainedTasks.Limits(
                settings.retention(), settings.maxTasks(), settings.maxBytes()));
    maxBytes = settings.maxBytes();
    abandonAfter = settings.abandonAfter();
    deadline = settings.deadline();
    ScheduledExecutorService given = settings.scheduler();
    ScheduledExecutorService timer = given == null ? Threads.timer("tidings-timer") : given;
    Lines lines = Lines.of(settings.executor(), timer);
    context =
        new HubContext(
            settings.stages(),
            new StageHistory(settings.stages(), settings.minimumRuns()),
            settings.clock(),
            settings.ticker(),
            lines.quick(),
            lines.blocking(),
            Threads.fixed("tidings-cutter", 1),
            timer,
            settings.messages(),
            settings.observer(),
            settings.retainedBytes(),
            settings.factBytes(),
            tasks::grown,
            tasks::ended,
            tasks::remove,
            this::cancel,
            new ConcurrentLinkedQueue<>());
    shared =
        journal == null
            ? null
            : new SharedTasks(
                context,
                new SharedLog(journal, settings.journalLimits()),
                tasks,
                settings.epoch(),
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

  @Override
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

  @Override
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

  @Override
  public Optional<TaskView> find(String id) {
    return shared == null ? tasks.find(id).map(task -> task) : shared.await(shared.find(id));
  }

  @Override
  public CompletionStage<Optional<TaskView>> findAsync(String id) {
    return shared == null
        ? CompletableFuture.completedStage(tasks.find(id).map(task -> task))
        : told(shared.find(id));
  }

  /** What this hub shares with all its tasks. */
  public HubContext context() {
    return context;
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

  @Override
  public CompletionStage<Boolean> cancel(String id) {
    return cancel(id, TaskFailure.of(FailureCode.CANCELLED));
  }

  @Override
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

  @Override
  public CompletionStage<List<String>> tasks(String owner) {
    return shared == null
        ? CompletableFuture.completedStage(
            tasks.all().stream()
                .filter(task -> task.owner().filter(owner::equals).isPresent())
                .map(task -> task.task().id())
                .toList())
        : told(shared.tasks(owner));
  }

  @Override
  public List<TaskView> running(String owner) {
    return tasks.all().stream()
        .filter(task -> task.terminalSequence() == 0)
        .filter(task -> task.owner().filter(owner::equals).isPresent())
        .<TaskView>map(task -> task)
        .toList();
  }

  @Override
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

  @Override
  public String epoch() {
    return epoch;
  }

  private String nextEpoch() {
    return epoch + Long.toString(runs.incrementAndGet(), Character.MAX_RADIX);
  }

  @Override
  public StageModel stages() {
    return context.model();
  }

  @Override
  public boolean journalAvailable() {
    return shared == null || shared.available();
  }

  @Override
  public int size() {
    return tasks.size();
  }

  @Override
  public long bytes() {
    return tasks.bytes();
  }

  @Override
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
