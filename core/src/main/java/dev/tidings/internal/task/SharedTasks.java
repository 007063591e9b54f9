package dev.tidings.internal.task;

import dev.tidings.FailureCode;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Faults;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.journal.JournalUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a hub that has a journal: those that run here, which the {@link RetainedTasks} keep,
 * and copies of others', which are made when somebody asks for one and go when nobody has for a
 * while. Thread-safe.
 *
 * <p>What is found is as new as the question: its log was read after that.
 */
final class SharedTasks {
  /** How long a copy stays after its last reader. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** How long a task that began without a worker is tried to be ended. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Of so many sweeps one reads a task's journal without a hint. */
  private static final int RECONCILED_EACH = 5;

  private final HubContext hub;
  private final Journal journal;
  private final SharedLog shared;
  private final RetainedTasks own;
  private final Duration patience;
  private final Attempts attempts;
  private final String name;
  private final AtomicLong runs = new AtomicLong();
  private final ConcurrentMap<String, TaskCopy> copies = new ConcurrentHashMap<>();
  private long sweeps;
  private volatile boolean closed;

  /**
   * No copies yet.
   *
   * @param own the tasks that run here
   * @param name tells this process from the others; letters and digits
   * @param patience how long a caller waits for the journal at most
   */
  SharedTasks(HubContext hub, SharedLog shared, RetainedTasks own, String name, Duration patience) {
    this.hub = hub;
    this.shared = shared;
    this.journal = shared.journal();
    this.own = own;
    this.name = name;
    this.patience = patience;
    this.attempts = new Attempts(hub, journal::available, patience);
    journal.open(
        new Journal.Listener() {
          @Override
          public void changed(String task) {
            readers(task).forEach(JournalReader::ask);
          }

          @Override
          public void stored(String task, Batch batch) {
            readers(task).forEach(reader -> reader.stored(batch));
          }
        });
  }

  private Stream<JournalReader> readers(String id) {
    TaskCopy copy = copies.get(id);
    return Stream.of(
            own.find(id).map(LiveTask::journalReader),
            Optional.ofNullable(copy).map(TaskCopy::journalReader))
        .flatMap(Optional::stream);
  }

  private static void ask(@Nullable JournalReader reader) {
    if (reader != null) {
      reader.ask();
    }
  }

  private static void reconcile(@Nullable JournalReader reader) {
    if (reader != null) {
      reader.reconcile();
    }
  }

  /** A name that nobody else has. */
  private String next() {
    return name + Long.toString(runs.incrementAndGet(), Character.MAX_RADIX);
  }

  /**
   * Accepts a task; completes in a turn, once the journal has its first batch.
   *
   * @return fails with an IllegalArgumentException if the id is taken
   */
  CompletionStage<LiveTask> start(Task task) {
    if (!journal.available()) {
      return CompletableFuture.failedStage(
          new JournalUnavailableException(
              "task " + task.id() + " cannot begin while its journal is away; try again later",
              null));
    }
    String writer = next();
    LiveTask live = new LiveTask(hub, task, journal.mark() + writer, shared, writer);
    Entry.Accepted accepted =
        new Entry.Accepted(live.createdAt().toEpochMilli(), live.epoch(), task);
    Batch first = Batch.of(1, writer, List.of(accepted));
    return attempts
        .persistently(
            "the start of task " + task.id(), () -> shared.begin(task.id(), task.owner(), first))
        .whenComplete(
            (answer, fault) -> {
              if (fault != null) {
                // It may have begun after all; then it has no worker.
                abandon(task.id(), FailureCode.JOURNAL_UNAVAILABLE);
              }
            })
        .thenApply(
            answer -> {
              if (answer != Answer.STORED) {
                throw new IllegalArgumentException(RetainedTasks.taken(task.id()));
              }
              return keep(live);
            });
  }

  private LiveTask keep(LiveTask live) {
    String id = live.task().id();
    try {
      if (!own.add(live)) {
        throw new IllegalArgumentException(RetainedTasks.taken(id));
      }
    } catch (RuntimeException refused) {
      abandon(id, FailureCode.INTERNAL);
      throw refused;
    }
    live.start();
    // A hint may have come before the task was there to be given it.
    ask(live.journalReader());
    return live;
  }

  /** Ends a task that has no worker: its process lives, so nobody else would. */
  private void abandon(String id, FailureCode code) {
    Batch end = end(TaskFailure.of(code));
    var unused =
        attempts.persistently("the end of task " + id, ABANDONED, () -> shared.append(id, end));
  }

  private Batch end(TaskFailure failure) {
    return Batch.of(next(), new Entry.Broke(hub.clock().millis(), failure));
  }

  /** The task of that id as it is after this call; empty if there is none. */
  CompletionStage<Optional<TaskView>> find(String id) {
    if (closed) {
      return CompletableFuture.completedStage(own.find(id).map(task -> task));
    }
    CompletionStage<Optional<LoggedTask>> found =
        journal.available() ? look(id) : new CompletableFuture<>();
    return attempts.within("task " + id, found).thenApply(known -> known.map(task -> task));
  }

  private CompletionStage<Optional<LoggedTask>> look(String id) {
    Optional<LiveTask> running = own.find(id);
    if (running.isPresent()) {
      return refreshed(id, running.get(), running.get().journalReader(), () -> {});
    }
    TaskCopy fresh = new TaskCopy(hub, shared, attempts, id);
    TaskCopy known = copies.putIfAbsent(id, fresh);
    if (known == null) {
      return fresh.open().whenComplete((found, fault) -> closeIfOver(fresh));
    }
    return known
        .opened()
        .handle((found, fault) -> fault == null ? found : Optional.<LoggedTask>empty())
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                close(known);
                return look(id);
              }
              return refreshed(id, found.get(), known.journalReader(), () -> close(known));
            });
  }

  private CompletionStage<Optional<LoggedTask>> refreshed(
      String id, LoggedTask task, @Nullable JournalReader reader, Runnable ifGone) {
    task.touch();
    CompletionStage<Void> read =
        reader == null ? CompletableFuture.completedStage(null) : reader.refresh();
    return read.thenCompose(
        done -> {
          if (!task.gone()) {
            return CompletableFuture.completedStage(Optional.of(task));
          }
          ifGone.run();
          return look(id);
        });
  }

  private void closeIfOver(TaskCopy copy) {
    if (copy.isOver()) {
      close(copy);
    }
  }

  private void close(TaskCopy copy) {
    copies.values().remove(copy);
    copy.close();
  }

  /**
   * Waits for a stage of this class's, on a thread that may.
   *
   * @throws IllegalStateException on a thread of the hub's own
   * @throws JournalUnavailableException if it takes too long
   */
  <T> T await(CompletionStage<T> stage) {
    if (hub.line().isTurn() || hub.blockingLine().isTurn()) {
      throw new IllegalStateException(
          "start and find wait for the journal, which the hub's own threads must not; use"
              + " startAsync or findAsync there");
    }
    try {
      return stage.toCompletableFuture().get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException fault) {
      throw fault.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(fault.getCause());
    } catch (TimeoutException late) {
      throw new JournalUnavailableException("the journal did not answer in time", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JournalUnavailableException("the wait for the journal was interrupted", stopped);
    }
  }

  /** Ends the task of that id; whether this call did, once everybody may see it. */
  CompletionStage<Boolean> cancel(String id, TaskFailure failure) {
    Optional<LiveTask> running = own.find(id);
    return running.isPresent() ? cancelOwn(running.get(), failure) : cancelAnother(id, failure);
  }

  /** Ends that run of a task; whether this call did, once everybody may see it. */
  CompletionStage<Boolean> cancel(LoggedTask task, TaskFailure failure) {
    if (task.gone() || task.terminalSequence() > 0) {
      return CompletableFuture.completedStage(false);
    }
    return task instanceof LiveTask live
        ? cancelOwn(live, failure)
        : cancelAnother(task.task().id(), failure);
  }

  private CompletionStage<Boolean> cancelOwn(LiveTask task, TaskFailure failure) {
    boolean decided = task.failIfRunning(failure);
    return attempts.within(
        "the end of task " + task.task().id(), task.end().thenApply(end -> decided));
  }

  private CompletionStage<Boolean> cancelAnother(String id, TaskFailure failure) {
    Batch end = end(failure);
    return attempts
        .persistently("the end of task " + id, () -> shared.append(id, end))
        .thenCompose(
            answer -> {
              TaskCopy copy = copies.get(id);
              JournalReader reader = copy == null ? null : copy.journalReader();
              CompletionStage<Void> read =
                  reader == null ? CompletableFuture.completedStage(null) : reader.refresh();
              return attempts.within("task " + id, read.thenApply(done -> answer == Answer.STORED));
            });
  }

  /** The ids of an owner's tasks. */
  CompletionStage<List<String>> tasks(String owner) {
    return attempts.persistently("the tasks of an owner", () -> shared.tasks(owner));
  }

  /** Removes a task everywhere; an unfinished one is cancelled first. */
  CompletionStage<Void> forget(String id) {
    return cancel(id, TaskFailure.of(FailureCode.CANCELLED))
        .thenCompose(
            cancelled ->
                attempts.persistently("the removal of task " + id, () -> shared.forget(id)))
        .thenAccept(
            done -> {
              own.find(id).ifPresent(LiveTask::lose);
              TaskCopy copy = copies.get(id);
              if (copy != null) {
                copy.task().ifPresent(LoggedTask::lose);
                close(copy);
              }
            });
  }

  /** Reads some tasks without a hint, and lets go of copies that nobody reads; once a second. */
  void sweep() {
    long now = hub.ticker().getAsLong();
    sweeps++;
    for (LiveTask task : own.all()) {
      if (task.terminalSequence() == 0 && isDue(task.task().id())) {
        reconcile(task.journalReader());
      }
    }
    copies.forEach(
        (id, copy) -> {
          long idle = copy.task().map(task -> task.unwatchedNanos(now)).orElse(0L);
          if (copy.isOver() || idle >= IDLE.toNanos()) {
            close(copy);
          } else if (isDue(id)) {
            reconcile(copy.journalReader());
          }
        });
  }

  private boolean isDue(String id) {
    return Math.floorMod(id.hashCode(), RECONCILED_EACH) == Math.floorMod(sweeps, RECONCILED_EACH);
  }

  /** Whether the journal takes anything now. */
  boolean available() {
    return journal.available();
  }

  /**
   * Waits until the ends of the tasks that run here are in the journal, at most that long, and lets
   * go of it. What has no end there is cut off: its end comes from another process.
   */
  void close(Duration bound) {
    closed = true;
    List<LiveTask> unfinished =
        own.all().stream().filter(task -> task.terminalSequence() == 0).toList();
    CompletableFuture<?>[] ends =
        unfinished.stream().map(LoggedTask::appliedEnd).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException left) {
      // What is left is cut off below.
    }
    unfinished.stream().filter(task -> task.terminalSequence() == 0).forEach(LoggedTask::lose);
    List.copyOf(copies.values()).forEach(this::close);
    Faults.contain("journal", journal, journal::close);
  }
}
