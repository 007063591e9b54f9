package dev.tidings.internal.task;

import dev.tidings.journal.Batch;
import dev.tidings.journal.Journal;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.journal.Journal.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the tasks of a hub share that has a journal: the journal, how patient they are with it, and
 * how much may wait for it. Thread-safe.
 */
public final class SharedLog {
  /**
   * What a host decides.
   *
   * @param giveUpAfter how long a batch is tried before its task ends as {@code
   *     journal_unavailable}
   * @param mostWaiting how much of one task may wait, in bytes of heap by estimate
   * @param mostWaitingInAll how much of all tasks
   */
  public record Limits(Duration giveUpAfter, int mostWaiting, long mostWaitingInAll) {}

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final int MOST_DOUBLINGS = 5;

  private final Journal journal;
  private final Limits limits;
  private final AtomicLong waiting = new AtomicLong();

  /** Nothing waits yet. */
  public SharedLog(Journal journal, Limits limits) {
    this.journal = journal;
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /** Counts so many bytes more, or fewer; false if that is over what may wait in all. */
  boolean count(long bytes) {
    return waiting.addAndGet(bytes) <= limits.mostWaitingInAll() || bytes <= 0;
  }

  /** How long to wait after so many failures in a row: 50 ms, then twice as long, to 1.6 s. */
  static Duration pauseAfter(int failures) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures - 1));
  }

  Journal journal() {
    return journal;
  }

  CompletionStage<Answer> begin(String task, Optional<String> owner, Batch first) {
    return attempt(() -> journal.begin(task, owner, first));
  }

  CompletionStage<AutoCloseable> follow(String task) {
    return attempt(() -> journal.follow(task));
  }

  CompletionStage<List<String>> tasks(String owner) {
    return attempt(() -> journal.tasks(owner));
  }

  CompletionStage<Void> forget(String task) {
    return attempt(() -> journal.forget(task));
  }

  CompletionStage<Answer> append(String task, Batch batch) {
    return attempt(() -> journal.append(task, batch));
  }

  CompletionStage<Optional<Page>> read(String task, long after) {
    return attempt(() -> journal.read(task, after));
  }

  /** A journal that throws is one that fails. */
  static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (Throwable fault) {
      return CompletableFuture.failedStage(fault);
    }
  }
}
