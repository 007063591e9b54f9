package dev.tidings;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import dev.tidings.internal.run.Threads;
import dev.tidings.internal.task.HubContext;
import dev.tidings.internal.task.LiveTask;
import dev.tidings.internal.task.LoggedTask;
import dev.tidings.internal.task.RetainedTasks;
import dev.tidings.internal.task.SharedLog;
import dev.tidings.internal.task.SharedTasks;
import dev.tidings.internal.task.StageHistory;
import dev.tidings.journal.Journal;
import dev.tidings.journal.JournalUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a host starts tasks and finds them again. A finished task is kept for the retention, so
 * that late watchers still get its whole story; an unfinished one is kept until it ends.
 * Thread-safe.
 *
 * <p>How many tasks are kept is bounded, and how many bytes of heap they hold ({@link
 * Builder#maxTasks}, {@link Builder#maxBytes}). Over a bound, finished tasks go before their
 * retention has passed: those of the {@linkplain Task#owner owner} who has most, the oldest first.
 * So nobody loses a task to somebody who has more of what there is too much of, as long as that one
 * has a finished task. All tasks without an owner count as one owner's. An unfinished task never
 * goes, and may make finished ones go by what it appends; where these alone fill a bound, {@link
 * #start} refuses.
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
  private static final int OWN_THREADS = 2;

  /** How long a caller waits for a journal at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  /** How much may wait for a run of the line before another helps; by measurement. */
  private static final int WAITING_PER_RUN = 32;

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

  private ProgressHub(Builder settings) {
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
    context =
        new HubContext(
            settings.stages,
            new StageHistory(settings.stages, settings.minimumRuns),
            settings.clock,
            settings.ticker,
            line(settings.executor, timer),
            blockingLine(settings.executor, timer),
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

  private static Line line(@Nullable Executor given, ScheduledExecutorService timer) {
    return given == null
        ? new Line(Threads.fixed("tidings", OWN_THREADS), timer, OWN_THREADS, WAITING_PER_RUN)
        : new Line(
            given,
            timer,
            Math.max(OWN_THREADS, Runtime.getRuntime().availableProcessors()),
            WAITING_PER_RUN);
  }

  private static Line blockingLine(@Nullable Executor given, ScheduledExecutorService timer) {
    return given == null
        ? new Line(Threads.onDemand("tidings-blocking"), timer, Builder.MOST_BLOCKING, 0)
        : new Line(given, timer, Integer.MAX_VALUE, 0);
  }

  /** A new builder with the defaults. */
  public static Builder builder() {
    return new Builder();
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
   * @throws JournalUnavailableException if the journal did not answer in time; the task has not
   *     started then
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
   * @throws JournalUnavailableException if the journal did not answer in time
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

  /** How much that may be; see {@link Builder#maxBytes}. */
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

  /** Collects a hub's settings; each is checked when it is given. Not thread-safe. */
  public static final class Builder {
    /** How many listeners and sinks that block are served at a time. */
    static final int MOST_BLOCKING = 256;

    private StageModel stages = StageModel.ragLlm();
    private Duration retention = Duration.ofMinutes(10);
    private int maxTasks = 10_000;
    private long maxBytes = Runtime.getRuntime().maxMemory() / 4;
    private int retainedBytes = 64 * 1024;
    private int factBytes = 256 * 1024;
    private int minimumRuns = 5;
    private @Nullable Duration abandonAfter;
    private @Nullable Duration deadline;
    private @Nullable Journal journal;
    private SharedLog.Limits journalLimits =
        new SharedLog.Limits(Duration.ofSeconds(30), 1024 * 1024, 64L * 1024 * 1024);
    private @Nullable Executor executor;
    private @Nullable ScheduledExecutorService scheduler;
    private InstantSource clock = InstantSource.system();
    private LongSupplier ticker = System::nanoTime;
    private MessageCatalog messages = MessageBundles.standard();
    private HubObserver observer = HubObserver.none();
    private String epoch =
        Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 46), 36);

    private Builder() {}

    /** The stages of the hub's tasks; {@link StageModel#ragLlm()} unless given. */
    @CanIgnoreReturnValue
    public Builder stages(StageModel model) {
      stages = Objects.requireNonNull(model, "stages");
      return this;
    }

    /**
     * How long a finished task can be found; 10 minutes unless given.
     *
     * @throws IllegalArgumentException if negative
     */
    @CanIgnoreReturnValue
    public Builder retention(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("retention " + time + " must not be negative");
      }
      retention = time;
      return this;
    }

    /**
     * How many tasks there may be, finished ones included; 10,000 unless given. Above it finished
     * ones are evicted early, those of the owner who has most tasks first; when there are so many
     * unfinished ones, {@link ProgressHub#start} refuses.
     *
     * @throws IllegalArgumentException if below 1
     */
    @CanIgnoreReturnValue
    public Builder maxTasks(int number) {
      maxTasks = (int) atLeast("maxTasks", number, 1);
      return this;
    }

    /**
     * How much heap the tasks may hold, in bytes, by estimate, finished ones included; a quarter of
     * the JVM's largest heap unless given. Above it finished ones are evicted early, those of the
     * owner who has most bytes first; when unfinished ones hold as much, {@link ProgressHub#start}
     * refuses.
     *
     * @throws IllegalArgumentException if below 65,536
     */
    @CanIgnoreReturnValue
    public Builder maxBytes(long bytes) {
      maxBytes = atLeast("maxBytes", bytes, 64 * 1024);
      return this;
    }

    /**
     * How much each task's log retains beside the text of the answer and the facts, in bytes of
     * heap, by estimate; 65,536 unless given.
     *
     * @throws IllegalArgumentException if below 4096
     */
    @CanIgnoreReturnValue
    public Builder retainedBytes(int bytes) {
      retainedBytes = (int) atLeast("retainedBytes", bytes, 4096);
      return this;
    }

    /**
     * How much the facts of one task may hold together, in bytes of heap, by estimate; 262,144
     * unless given. One that would pass it is refused: see {@link ProgressTracker#data}.
     *
     * @throws IllegalArgumentException if below 4096
     */
    @CanIgnoreReturnValue
    public Builder factBytes(int bytes) {
      factBytes = (int) atLeast("factBytes", bytes, 4096);
      return this;
    }

    /**
     * After how many successful runs a time to the end is estimated; 5 unless given.
     *
     * @throws IllegalArgumentException if below 1
     */
    @CanIgnoreReturnValue
    public Builder minimumRunsForEta(int runs) {
      minimumRuns = (int) atLeast("minimumRunsForEta", runs, 1);
      return this;
    }

    /**
     * How long a task may take that has no {@linkplain Task#deadline deadline} of its own, its wait
     * included; then it fails as {@code deadline_exceeded}. Without a limit unless given.
     *
     * @throws IllegalArgumentException if not positive
     */
    @CanIgnoreReturnValue
    public Builder deadline(Duration time) {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException("deadline " + time + " must be positive");
      }
      deadline = time;
      return this;
    }

    /**
     * After how long without a watcher an unfinished task fails as {@code abandoned}; never unless
     * given. Who asks for a {@linkplain TaskView#snapshot() snapshot} watches at that moment. With
     * a journal the watchers of other processes are not known: only this hub's count.
     *
     * @throws IllegalArgumentException if not positive
     */
    @CanIgnoreReturnValue
    public Builder abandonAfter(Duration time) {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException("abandonAfter " + time + " must be positive");
      }
      abandonAfter = time;
      return this;
    }

    /**
     * Where tasks are kept so that several processes see them; without one they are in memory, and
     * of this process only. The hub closes it.
     */
    @CanIgnoreReturnValue
    public Builder journal(Journal sharedJournal) {
      journal = Objects.requireNonNull(sharedJournal, "journal");
      return this;
    }

    /**
     * How long the journal may be away until tasks that wait for it end as {@code
     * journal_unavailable}, and how much they may want to say until then; 30 s, 1 MiB and 64 MiB
     * unless given.
     *
     * @param perTask how much of one task may wait, in bytes of heap, by estimate
     * @param inAll how much of all tasks
     * @throws IllegalArgumentException if the time is not positive, or a number is below 4096
     */
    @CanIgnoreReturnValue
    public Builder journalPatience(Duration giveUpAfter, int perTask, long inAll) {
      if (giveUpAfter.isZero() || giveUpAfter.isNegative()) {
        throw new IllegalArgumentException("giveUpAfter " + giveUpAfter + " must be positive");
      }
      journalLimits =
          new SharedLog.Limits(
              giveUpAfter, (int) atLeast("perTask", perTask, 4096), atLeast("inAll", inAll, 4096));
      return this;
    }

    /**
     * Where readers are woken, events encoded, listeners called, and connections written to, in
     * place of the hub's own threads. What it refuses waits, and is offered again a little later. A
     * pool that is smaller than the number of listeners and sinks that block at a time delays
     * everybody.
     */
    @CanIgnoreReturnValue
    public Builder executor(Executor hostExecutor) {
      executor = Objects.requireNonNull(hostExecutor, "executor");
      return this;
    }

    /** Where deadlines are timed; a daemon thread of the hub unless given. Never shut down here. */
    @CanIgnoreReturnValue
    public Builder scheduler(ScheduledExecutorService hostScheduler) {
      scheduler = Objects.requireNonNull(hostScheduler, "scheduler");
      return this;
    }

    /** The wall clock for timestamps, read once per task. */
    @CanIgnoreReturnValue
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "clock");
      return this;
    }

    /** The clock for durations, in nanoseconds; it must never go back. */
    @CanIgnoreReturnValue
    public Builder ticker(LongSupplier nanos) {
      ticker = Objects.requireNonNull(nanos, "ticker");
      return this;
    }

    /** What renders messages; the library's own sentences unless given. */
    @CanIgnoreReturnValue
    public Builder messages(MessageCatalog catalog) {
      messages = Objects.requireNonNull(catalog, "messages");
      return this;
    }

    /** Who is told what happens. */
    @CanIgnoreReturnValue
    public Builder observer(HubObserver hubObserver) {
      observer = Objects.requireNonNull(hubObserver, "observer");
      return this;
    }

    /**
     * What the epochs in event ids begin with, instead of something random; behind the journal's
     * mark, if there is one. No two hubs may have the same.
     *
     * @throws IllegalArgumentException if not 1 to 32 letters and digits
     */
    @CanIgnoreReturnValue
    public Builder epoch(String name) {
      if (!name.matches("[A-Za-z0-9]{1,32}")) {
        throw new IllegalArgumentException(
            "epoch '" + name + "' must be 1 to 32 letters or digits");
      }
      epoch = name;
      return this;
    }

    private static long atLeast(String what, long value, long least) {
      if (value < least) {
        throw new IllegalArgumentException(what + " " + value + " must be at least " + least);
      }
      return value;
    }

    /** A hub with these settings. */
    public ProgressHub build() {
      return new ProgressHub(this);
    }
  }
}
