package dev.tidings.internal.task;

import dev.tidings.journal.Batch;
import dev.tidings.journal.Journal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal that takes everything at once, and counts the events. */
final class CountingJournal implements Journal {
  private final AtomicInteger events = new AtomicInteger();

  int events() {
    return events.get();
  }

  @Override
  public String mark() {
    return "counting";
  }

  @Override
  public void open(Listener listener) {}

  @Override
  public CompletionStage<Answer> begin(String task, Optional<String> owner, Batch first) {
    return CompletableFuture.completedStage(Answer.STORED);
  }

  @Override
  public CompletionStage<Answer> append(String task, Batch batch) {
    events.addAndGet(batch.count());
    return CompletableFuture.completedStage(Answer.STORED);
  }

  @Override
  public CompletionStage<Optional<Page>> read(String task, long after) {
    return CompletableFuture.completedStage(Optional.of(new Page(List.of(), false)));
  }

  @Override
  public CompletionStage<AutoCloseable> follow(String task) {
    return CompletableFuture.completedStage(() -> {});
  }

  @Override
  public CompletionStage<List<String>> tasks(String owner) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<Void> forget(String task) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {}
}
