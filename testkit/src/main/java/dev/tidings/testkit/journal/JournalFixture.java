package dev.tidings.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.journal.Journal.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two connections of one test to a store, and what is stored there. */
abstract class JournalFixture {
  /** How long an answer or a hint may take, in seconds. */
  private static final int PATIENCE = 10;

  static final Entry.Wrote WROTE = new Entry.Wrote(2, Stage.GENERATING_LLM, "\uD83D\uDC09");

  final String task = "task_" + UUID.randomUUID();
  final String owner = "owner_" + UUID.randomUUID();
  final BlockingQueue<String> hintsOfOne = new LinkedBlockingQueue<>();
  final BlockingQueue<String> hintsOfTwo = new LinkedBlockingQueue<>();
  Journal one;
  Journal two;

  JournalFixture() {}

  /** A new connection to the store, as another process would have one; the contract closes it. */
  protected abstract Journal connect() throws Exception;

  /** Two processes. */
  @BeforeEach
  final void connectTwo() throws Exception {
    one = connect();
    two = connect();
    one.open(hintsOfOne::add);
    two.open(hintsOfTwo::add);
  }

  /** Both go. */
  @AfterEach
  final void closeTwo() {
    one.close();
    two.close();
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
  }

  Batch first(String writer) {
    return Batch.of(1, writer, List.of(new Entry.Accepted(1, "epoch1", Task.create(task))));
  }

  static Batch texts(long first, String writer, String... texts) {
    return Batch.of(
        first,
        writer,
        Stream.of(texts).map(text -> (Entry) new Entry.Wrote(2, Stage.PROCESSING, text)).toList());
  }

  static Batch end(String writer, FailureCode code) {
    return Batch.of(writer, new Entry.Broke(3, TaskFailure.of(code)));
  }

  static Batch success(long first, String writer) {
    return Batch.of(first, writer, List.of(WROTE, new Entry.Succeeded(3, TaskResult.of("done"))));
  }

  void begin() throws Exception {
    assertThat(await(one.begin(task, Optional.of(owner), first("w1")))).isEqualTo(Answer.STORED);
  }

  List<Batch> readAll(Journal journal, long after) throws Exception {
    List<Batch> all = new ArrayList<>();
    boolean more = true;
    for (long at = after; more; ) {
      Optional<Page> page = await(journal.read(task, at));
      assertThat(page).as("task %s is there", task).isPresent();
      for (Batch batch : page.get().batches()) {
        all.add(batch);
        at = (batch.first() == 0 ? at : batch.first() - 1) + batch.count();
      }
      more = page.get().more();
      assertThat(more && page.get().batches().isEmpty()).as("an empty page and more").isFalse();
    }
    return all;
  }

  static void assertSame(List<Batch> read, Batch... stored) {
    assertThat(read).containsExactly(stored);
  }

  void awaitHint(BlockingQueue<String> hints) throws Exception {
    String hint;
    do {
      hint = hints.poll(PATIENCE, TimeUnit.SECONDS);
      assertThat(hint).as("a hint of %s", task).isNotNull();
    } while (!task.equals(hint));
  }
}
