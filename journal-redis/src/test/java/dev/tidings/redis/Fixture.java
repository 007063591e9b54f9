package dev.tidings.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal;
import dev.tidings.journal.StoredEntries;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Batches, and waiting for what is to come within a bound. */
final class Fixture {
  static final int PATIENCE = 30;

  private Fixture() {}

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
  }

  /** The answer to a call that is made again, as a hub makes it, until there is one. */
  static <T> T answer(Supplier<CompletionStage<T>> call) {
    return awaitUntil(
        () -> {
          try {
            return await(call.get());
          } catch (ExecutionException away) {
            return null;
          } catch (Exception fault) {
            throw new IllegalStateException(fault);
          }
        },
        "an answer");
  }

  static Batch head(String task, String writer) {
    return Batch.of(1, writer, List.of(new Entry.Accepted(1, "epoch1", Task.create(task))));
  }

  static Batch text(long first, String writer, String text) {
    return Batch.of(first, writer, List.of(new Entry.Wrote(2, Stage.PROCESSING, text)));
  }

  static Batch end(String writer, FailureCode code) {
    return Batch.of(writer, new Entry.Broke(3, TaskFailure.of(code)));
  }

  /** How a task has ended; fails if it has not within the bound. */
  static FailureCode awaitEnd(Journal journal, String task) throws Exception {
    return awaitUntil(
        () -> {
          try {
            return endOf(journal, task);
          } catch (Exception fault) {
            throw new IllegalStateException(fault);
          }
        },
        "an end of " + task);
  }

  /** How a task has ended; null if it has not. */
  static @Nullable FailureCode endOf(Journal journal, String task) throws Exception {
    List<Batch> batches = answer(() -> journal.read(task, 1)).orElseThrow().batches();
    assertThat(batches.stream().filter(Batch::end).count()).isLessThanOrEqualTo(1);
    return batches.stream()
        .filter(Batch::end)
        .map(batch -> ((Entry.Broke) StoredEntries.decode(batch.bytes()).get(0)).failure().code())
        .findFirst()
        .orElse(null);
  }

  /** What the question gives when it is not null. */
  static <T> T awaitUntil(Supplier<@Nullable T> question, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    @Nullable T answer = question.get();
    while (answer == null) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.onSpinWait();
      answer = question.get();
    }
    return answer;
  }
}
