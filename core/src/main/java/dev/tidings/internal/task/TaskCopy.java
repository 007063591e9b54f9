package dev.tidings.internal.task;

import dev.tidings.internal.run.Faults;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal.Page;
import dev.tidings.journal.StoredEntries;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A task that another process runs, or ran, as this one follows it. Hints are asked for first and
 * the log is read after that, so that nothing falls between. Thread-safe.
 */
final class TaskCopy {
  private final HubContext hub;
  private final SharedLog shared;
  private final Attempts attempts;
  private final String id;
  private final CompletableFuture<Optional<LoggedTask>> opened = new CompletableFuture<>();
  private volatile @Nullable JournalReader journalReader;
  private volatile @Nullable AutoCloseable following;
  private volatile boolean closed;

  TaskCopy(HubContext hub, SharedLog shared, Attempts attempts, String id) {
    this.hub = hub;
    this.shared = shared;
    this.attempts = attempts;
    this.id = id;
  }

  /** Begins to follow; called once. Completes in a turn, empty if there is no such task. */
  CompletionStage<Optional<LoggedTask>> open() {
    attempts
        .persistently("task " + id, () -> shared.follow(id))
        .thenCompose(
            ending -> {
              following = ending;
              if (closed) {
                unfollow();
              }
              return attempts.persistently("task " + id, () -> shared.read(id, 0));
            })
        .thenCompose(this::begin)
        .whenComplete(
            (task, fault) -> {
              if (fault == null) {
                opened.complete(task);
              } else {
                opened.completeExceptionally(fault);
              }
            });
    return opened;
  }

  private CompletionStage<Optional<LoggedTask>> begin(Optional<Page> page) {
    if (page.isEmpty() || page.get().batches().isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    List<Batch> batches = page.get().batches();
    List<Entry> head = StoredEntries.decode(batches.get(0).bytes());
    if (head.isEmpty() || !(head.get(0) instanceof Entry.Accepted accepted)) {
      throw new IllegalArgumentException(
          "task " + id + " does not begin as a task does: " + batches.get(0));
    }
    LoggedTask task =
        new LoggedTask(
            hub, accepted.task(), accepted.epoch(), new TaskClock(hub, accepted.epochMillis()));
    JournalReader reader = new JournalReader(task, shared);
    boolean whole = batches.stream().allMatch(reader::apply);
    journalReader = reader;
    if (closed) {
      reader.close();
    }
    if (!whole) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    // A hint that came meanwhile found nobody who reads.
    reader.ask();
    CompletionStage<Void> read =
        page.get().more() ? reader.refresh() : CompletableFuture.completedStage(null);
    return read.thenApply(done -> task.gone() ? Optional.empty() : Optional.of(task));
  }

  /** What {@link #open} gave or will give. */
  CompletionStage<Optional<LoggedTask>> opened() {
    return opened;
  }

  /** Its task, if it is open and there is one. */
  Optional<LoggedTask> task() {
    return opened.isDone() && !opened.isCompletedExceptionally() ? opened.join() : Optional.empty();
  }

  /** Whether it was opened and there is nothing to follow. */
  boolean isOver() {
    return opened.isDone() && task().filter(task -> !task.gone()).isEmpty();
  }

  /** What reads the journal for it; null before it is open. */
  @Nullable JournalReader journalReader() {
    return journalReader;
  }

  /** Follows no longer. */
  void close() {
    closed = true;
    JournalReader reader = journalReader;
    if (reader != null) {
      reader.close();
    }
    unfollow();
  }

  private void unfollow() {
    AutoCloseable ending = following;
    following = null;
    if (ending != null) {
      Faults.contain(
          "journal",
          ending,
          () -> {
            try {
              ending.close();
            } catch (Exception fault) {
              throw new IllegalStateException(fault);
            }
          });
    }
  }
}
