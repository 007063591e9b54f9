package dev.tidings.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.journal.Journal.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Journal} promises. A subclass connects its journal to a store that all the
 * connections of a test share; names are new for each test, so the store need not be empty.
 */
public abstract class JournalContract extends JournalFixture {
  /** The constructor is for subclasses. */
  protected JournalContract() {}

  /** All that share it have one mark, which begins their ids. */
  @Test
  void theMarkIsTheSameForAllAndMadeOfLettersAndDigits() {
    assertThat(one.mark()).isEqualTo(two.mark()).matches("[A-Za-z0-9]{1,16}");
  }

  /** What one stores the other reads, byte for byte. */
  @Test
  void whatIsStoredIsReadByEverybodyInOrder() throws Exception {
    begin();
    Batch second = texts(2, "w1", "a", "\uD83D", "\u0000");
    Batch third = texts(5, "w1", "b");
    assertThat(await(one.append(task, second))).isEqualTo(Answer.STORED);
    assertThat(await(one.append(task, third))).isEqualTo(Answer.STORED);

    assertSame(readAll(two, 0), first("w1"), second, third);
    assertSame(readAll(one, 0), first("w1"), second, third);
  }

  /** A read begins with the batch that holds the event after its number. */
  @Test
  void aReadBeginsWithTheBatchThatHoldsTheNextEvent() throws Exception {
    begin();
    Batch second = texts(2, "w1", "a", "b", "c");
    Batch third = texts(5, "w1", "d");
    await(one.append(task, second));
    await(one.append(task, third));

    for (long inside : new long[] {1, 2, 3}) {
      assertSame(readAll(two, inside), second, third);
    }
    assertSame(readAll(two, 4), third);
    assertThat(await(two.read(task, 5)).orElseThrow()).isEqualTo(new Page(List.of(), false));
  }

  /** An id belongs to whoever took it first. */
  @Test
  void anIdThatIsTakenStaysTakenAndTheVerySameBeginIsStored() throws Exception {
    begin();

    assertThat(await(two.begin(task, Optional.empty(), first("w2")))).isEqualTo(Answer.TAKEN);
    assertThat(await(one.begin(task, Optional.of(owner), first("w1")))).isEqualTo(Answer.STORED);
    await(one.append(task, texts(2, "w1", "a")));
    assertThat(await(one.begin(task, Optional.of(owner), first("w1")))).isEqualTo(Answer.STORED);
    assertThat(await(two.begin(task, Optional.empty(), first("w2")))).isEqualTo(Answer.TAKEN);
    assertThat(readAll(two, 0)).hasSize(2);
  }

  /** A batch that is sent again is stored once. */
  @Test
  void theVerySameBatchAgainIsStoredOnce() throws Exception {
    begin();
    Batch second = texts(2, "w1", "a", "b");
    await(one.append(task, second));

    assertThat(await(one.append(task, second))).isEqualTo(Answer.STORED);
    assertSame(readAll(two, 1), second);
  }

  /** A number belongs to whoever took it first. */
  @Test
  void aNumberThatAnotherBatchHasIsTaken() throws Exception {
    begin();
    await(one.append(task, texts(2, "w1", "a", "b")));

    assertThat(await(two.append(task, texts(2, "w2", "x")))).isEqualTo(Answer.TAKEN);
    assertThat(await(two.append(task, texts(3, "w2", "y")))).isEqualTo(Answer.TAKEN);
    assertThat(readAll(one, 0)).hasSize(2);
  }

  /** Nothing follows an end, whoever it is from. */
  @Test
  void nothingFollowsAnEnd() throws Exception {
    begin();
    Batch own = success(2, "w1");
    assertThat(await(one.append(task, own))).isEqualTo(Answer.STORED);

    assertThat(await(one.append(task, texts(5, "w1", "late")))).isEqualTo(Answer.ENDED);
    assertThat(await(two.append(task, end("c1", FailureCode.CANCELLED)))).isEqualTo(Answer.ENDED);
    assertThat(await(one.append(task, own))).as("the same end again").isEqualTo(Answer.STORED);
    assertSame(readAll(two, 1), own);
  }

  /** Anybody may end a task wherever it stands. */
  @Test
  void anybodyMayEndATaskWithoutKnowingItsNumbers() throws Exception {
    begin();
    Batch second = texts(2, "w1", "a");
    await(one.append(task, second));
    Batch cancel = end("c1", FailureCode.CANCELLED);

    assertThat(await(two.append(task, cancel))).isEqualTo(Answer.STORED);
    assertThat(await(two.append(task, cancel))).isEqualTo(Answer.STORED);
    assertThat(await(one.append(task, success(3, "w1")))).isEqualTo(Answer.ENDED);
    assertThat(await(one.append(task, second))).isIn(Answer.STORED, Answer.ENDED);
    assertSame(readAll(one, 1), second, cancel);
    assertSame(readAll(one, 2), cancel);
  }

  /** Of many that end a task at once, one does. */
  @Test
  void ofManyEndsAtOnceOneIsStored() throws Exception {
    begin();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Journal journal = i % 2 == 0 ? one : two;
      answers.add(journal.append(task, end("c" + i, FailureCode.CANCELLED)).toCompletableFuture());
    }

    int stored = 0;
    for (CompletableFuture<Answer> answer : answers) {
      Answer said = await(answer);
      assertThat(said).isIn(Answer.STORED, Answer.ENDED);
      stored += said == Answer.STORED ? 1 : 0;
    }
    assertThat(stored).isEqualTo(1);
    assertThat(readAll(one, 1)).hasSize(1);
  }

  /** Who appends at once with an end has it before the end, or not at all. */
  @Test
  void anAppendThatRacesWithAnEndIsBeforeItOrNowhere() throws Exception {
    for (int round = 0; round < 20; round++) {
      String id = task + "-" + round;
      Batch head = Batch.of(1, "w1", List.of(new Entry.Accepted(1, "epoch1", Task.create(id))));
      await(one.begin(id, Optional.empty(), head));
      CompletionStage<Answer> append = one.append(id, texts(2, "w1", "a"));
      CompletionStage<Answer> cancel = two.append(id, end("c1", FailureCode.CANCELLED));

      boolean before = await(append) == Answer.STORED;
      assertThat(await(cancel)).isEqualTo(Answer.STORED);
      List<Batch> read = await(one.read(id, 1)).orElseThrow().batches();
      assertThat(read).hasSize(before ? 2 : 1);
      assertThat(read.get(read.size() - 1).end()).isTrue();
    }
  }

  /** There is nothing where nothing was begun. */
  @Test
  void aTaskThatWasNeverBegunIsGone() throws Exception {
    assertThat(await(one.read(task, 0))).isEmpty();
    assertThat(await(one.append(task, texts(2, "w1", "a")))).isEqualTo(Answer.GONE);
    assertThat(await(one.append(task, end("c1", FailureCode.CANCELLED)))).isEqualTo(Answer.GONE);
    assertThat(await(one.read(task, 0))).as("an append begins nothing").isEmpty();
    await(one.forget(task));
  }

  /** What is forgotten leaves its id to the next. */
  @Test
  void aTaskThatIsForgottenIsGoneAndItsIdIsFree() throws Exception {
    begin();
    await(one.append(task, texts(2, "w1", "a")));

    await(two.forget(task));

    assertThat(await(one.read(task, 0))).isEmpty();
    assertThat(await(one.read(task, 2))).isEmpty();
    assertThat(await(one.append(task, texts(3, "w1", "b")))).isEqualTo(Answer.GONE);
    assertThat(await(one.tasks(owner))).isEmpty();
    assertThat(await(two.begin(task, Optional.empty(), first("w2")))).isEqualTo(Answer.STORED);
    assertSame(readAll(one, 0), first("w2"));
  }

  /** An owner's tasks are listed everywhere, others' are not. */
  @Test
  void anOwnersTasksAreListedFinishedOnesToo() throws Exception {
    begin();
    String other = task + "-other";
    Batch head = Batch.of(1, "w1", List.of(new Entry.Accepted(1, "e1", Task.create(other))));
    await(one.begin(other, Optional.of(owner + "-other"), head));
    await(two.append(task, end("c1", FailureCode.CANCELLED)));

    assertThat(await(two.tasks(owner))).containsExactly(task);
    assertThat(await(two.tasks(owner + "-other"))).containsExactly(other);
    assertThat(await(two.tasks(owner + "-nobody"))).isEmpty();
  }

  /** Who follows is told that there is more. */
  @Test
  void whoFollowsIsGivenAHintOfWhatIsStoredAfterwards() throws Exception {
    begin();
    AutoCloseable following = await(two.follow(task));
    await(two.read(task, 0));
    hintsOfTwo.clear();

    await(one.append(task, texts(2, "w1", "a")));
    awaitHint(hintsOfTwo);
    assertThat(readAll(two, 1)).hasSize(1);
    hintsOfTwo.clear();
    await(one.append(task, texts(3, "w1", "b")));
    awaitHint(hintsOfTwo);
    following.close();
  }

  /** The worker's process is told of an end that is not its own. */
  @Test
  void whoBeganATaskIsGivenAHintOfItsEndByAnother() throws Exception {
    begin();
    hintsOfOne.clear();

    await(two.append(task, end("c1", FailureCode.CANCELLED)));

    awaitHint(hintsOfOne);
  }

  /** A batch may be large, and of any bytes. */
  @Test
  void aLargeBatchComesOutAsItWentIn() throws Exception {
    begin();
    byte[] bytes = new byte[1 << 20];
    new Random(7).nextBytes(bytes);
    Batch large = new Batch(2, 500, "w1", false, bytes);
    assertThat(await(one.append(task, large))).isEqualTo(Answer.STORED);
    assertThat(await(one.append(task, texts(502, "w1", "a")))).isEqualTo(Answer.STORED);

    assertSame(readAll(two, 300), large, texts(502, "w1", "a"));
  }

  /** A long log is read in pages, none twice and none missing. */
  @Test
  void aLongLogIsReadWholeFromAnywhere() throws Exception {
    begin();
    List<Batch> all = new ArrayList<>(List.of(first("w1")));
    Message message = Message.of("step");
    for (int i = 2; i < 400; i += 2) {
      Batch batch =
          Batch.of(i, "w1", List.of(WROTE, new Entry.Moved(2, Stage.PROCESSING, 5, message, -1)));
      all.add(batch);
      assertThat(await(one.append(task, batch))).isEqualTo(Answer.STORED);
    }

    assertSame(readAll(two, 0), all.toArray(new Batch[0]));
    assertSame(readAll(two, 200), all.subList(100, all.size()).toArray(new Batch[0]));
  }
}
