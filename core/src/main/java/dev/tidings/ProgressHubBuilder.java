package dev.tidings;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.internal.task.HubSettings;
import dev.tidings.internal.task.LocalHub;
import dev.tidings.internal.task.SharedLog;
import dev.tidings.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A builder collects a hub's settings; each is checked when it is given. It is not thread-safe. */
public final class ProgressHubBuilder {
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

  ProgressHubBuilder() {}

  /** The stages of the hub's tasks; {@link StageModel#ragLlm()} unless given. */
  @CanIgnoreReturnValue
  public ProgressHubBuilder stages(StageModel model) {
    stages = Objects.requireNonNull(model, "stages");
    return this;
  }

  /**
   * How long a finished task can be found; 10 minutes unless given.
   *
   * @throws IllegalArgumentException if negative
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder retention(Duration time) {
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
  public ProgressHubBuilder maxTasks(int number) {
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
  public ProgressHubBuilder maxBytes(long bytes) {
    maxBytes = atLeast("maxBytes", bytes, 64 * 1024);
    return this;
  }

  /**
   * How much each task's log retains beside the text of the answer and the facts, in bytes of heap,
   * by estimate; 65,536 unless given.
   *
   * @throws IllegalArgumentException if below 4096
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder retainedBytes(int bytes) {
    retainedBytes = (int) atLeast("retainedBytes", bytes, 4096);
    return this;
  }

  /**
   * How much the facts of one task may hold together, in bytes of heap, by estimate; 262,144 unless
   * given. One that would pass it is refused: see {@link ProgressTracker#data}.
   *
   * @throws IllegalArgumentException if below 4096
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder factBytes(int bytes) {
    factBytes = (int) atLeast("factBytes", bytes, 4096);
    return this;
  }

  /**
   * How many successful runs it takes until a time to the end is estimated; 5 unless given.
   *
   * @throws IllegalArgumentException if below 1
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder minimumRunsForEta(int runs) {
    minimumRuns = (int) atLeast("minimumRunsForEta", runs, 1);
    return this;
  }

  /**
   * How long a task may take that has no {@linkplain Task#deadline deadline} of its own, its wait
   * included; then it fails as {@code deadline_exceeded}. There is no limit unless one is given.
   *
   * @throws IllegalArgumentException if not positive
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder deadline(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("deadline " + time + " must be positive");
    }
    deadline = time;
    return this;
  }

  /**
   * The time without a watcher after which an unfinished task fails as {@code abandoned}; never
   * unless given. Who asks for a {@linkplain TaskView#snapshot() snapshot} watches at that moment.
   * It does not go with a journal, for the watchers of other processes are not known here.
   *
   * @throws IllegalArgumentException if not positive
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder abandonAfter(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("abandonAfter " + time + " must be positive");
    }
    abandonAfter = time;
    return this;
  }

  /**
   * Where tasks are kept so that several processes see them; without one they are in memory, and of
   * this process only. The hub closes it.
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder journal(Journal sharedJournal) {
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
  public ProgressHubBuilder journalPatience(Duration giveUpAfter, int perTask, long inAll) {
    if (giveUpAfter.isZero() || giveUpAfter.isNegative()) {
      throw new IllegalArgumentException("giveUpAfter " + giveUpAfter + " must be positive");
    }
    journalLimits =
        new SharedLog.Limits(
            giveUpAfter, (int) atLeast("perTask", perTask, 4096), atLeast("inAll", inAll, 4096));
    return this;
  }

  /**
   * Where readers are woken, events encoded, listeners called, and connections written to, in place
   * of the hub's own threads. What it refuses waits, and is offered again a little later. A pool
   * that is smaller than the number of listeners and sinks that block at a time delays everybody.
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder executor(Executor hostExecutor) {
    executor = Objects.requireNonNull(hostExecutor, "executor");
    return this;
  }

  /**
   * Where deadlines are timed; a daemon thread of the hub unless given. The hub never shuts it
   * down.
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder scheduler(ScheduledExecutorService hostScheduler) {
    scheduler = Objects.requireNonNull(hostScheduler, "scheduler");
    return this;
  }

  /**
   * The wall clock, read once per task for its timestamps, and by streams for what expires; the
   * system's unless given. Any thread reads it.
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source, "clock");
    return this;
  }

  /**
   * The clock for durations, in nanoseconds; {@link System#nanoTime} unless given. It must never go
   * back, and any thread reads it.
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder ticker(LongSupplier nanos) {
    ticker = Objects.requireNonNull(nanos, "ticker");
    return this;
  }

  /** What renders messages; the library's own sentences unless given. */
  @CanIgnoreReturnValue
  public ProgressHubBuilder messages(MessageCatalog catalog) {
    messages = Objects.requireNonNull(catalog, "messages");
    return this;
  }

  /**
   * Who is told what happens, on the threads that {@link HubObserver} names; nobody unless given.
   */
  @CanIgnoreReturnValue
  public ProgressHubBuilder observer(HubObserver hubObserver) {
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
  public ProgressHubBuilder epoch(String name) {
    if (!name.matches("[A-Za-z0-9]{1,32}")) {
      throw new IllegalArgumentException("epoch '" + name + "' must be 1 to 32 letters or digits");
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

  /**
   * A hub with these settings.
   *
   * @throws IllegalStateException if there is a journal and {@link #abandonAfter}
   */
  public ProgressHub build() {
    if (journal != null && abandonAfter != null) {
      throw new IllegalStateException(
          "abandonAfter "
              + abandonAfter
              + " with a journal would end tasks that are watched in another process; leave one"
              + " of the two out");
    }
    return new LocalHub(
        new HubSettings(
            stages,
            retention,
            maxTasks,
            maxBytes,
            retainedBytes,
            factBytes,
            minimumRuns,
            abandonAfter,
            deadline,
            journal,
            journalLimits,
            executor,
            scheduler,
            clock,
            ticker,
            messages,
            observer,
            epoch));
  }
}
