package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.internal.run.Line;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal.Answer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a task's entries from its worker to the journal. What is said waits until a turn,
 * which makes one batch of it and sends that; meanwhile more waits.
 *
 * <p><b>One batch.</b> At most one is on its way. Its numbers are known, because nobody else
 * appends; what waits has none. Where the outcome is not known the very same batch is sent again,
 * before anything else and however long it takes: were it a batch that has grown, the journal could
 * have both. Nothing is true here before the answer: then the {@link JournalReader} has the batch.
 *
 * <p><b>Giving up.</b> When a batch was tried for too long, or too much waits, the task ends as
 * {@code journal_unavailable}: the work stops at once, and that end takes the place of what waits.
 * It is tried until it is stored, or somebody else's is.
 *
 * <p><b>Locking.</b> The task's lock guards what waits; only turns touch the batch on its way. The
 * journal is called without a lock.
 */
final class JournalSender implements Line.Work {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  /** In which steps a task tells how much of it waits, so that few appends have to. */
  private static final int STEP = 8 * 1024;

  /** What came of a try. */
  private record Reply(@Nullable Answer answer, @Nullable Throwable fault) {}

  private final LiveTask task;
  private final TaskState state;
  private final SharedLog shared;
  private final String writer;
  private final Line.Turn turn;
  private final AtomicReference<@Nullable Reply> reply = new AtomicReference<>();
  private volatile boolean pausing;

  /** Whether a turn was asked for that has not yet taken what waits: then it will. */
  private volatile boolean asked;

  @GuardedBy("state")
  private final WaitingEntries waiting;

  /** What was counted for this task among all that waits. */
  @GuardedBy("state")
  private int counted;

  @GuardedBy("state")
  private boolean closed;

  // Only turns touch these.
  private @Nullable Batch onItsWay;
  private boolean sent;
  private long next = 2;
  private int failures;
  private long triedSinceNanos;

  /**
   * For a task whose first batch is stored.
   *
   * @param writer whose that batch is
   */
  JournalSender(LiveTask task, SharedLog shared, String writer) {
    this.task = task;
    this.state = task.state();
    this.shared = shared;
    this.writer = writer;
    this.waiting = new WaitingEntries(shared.limits().mostWaiting() / 4);
    this.turn = task.hub().line().turn(this);
  }

  /**
   * Has an entry wait; {@link #ask} is to follow. Called under the task's lock by its writer.
   *
   * @return false if that is more than may wait; {@link #giveUp} is to follow then
   */
  @SuppressWarnings("GuardedBy") // the lock that its writer holds is this one
  boolean add(Entry entry) {
    if (closed) {
      return true;
    }
    waiting.add(entry);
    if (waiting.bytes() > counted) {
      int more = (waiting.bytes() - counted + STEP - 1) / STEP * STEP;
      counted += more;
      return shared.count(more) && waiting.bytes() <= shared.limits().mostWaiting();
    }
    return true;
  }

  /** Has an end wait, or what belongs to it, whatever waits already. */
  void addEnd(Entry entry) {
    synchronized (state) {
      if (!closed) {
        waiting.add(entry);
      }
    }
  }

  /** Puts an end in the place of all that waits. */
  void giveUp(long millis) {
    synchronized (state) {
      drop();
      waiting.add(new Entry.Broke(millis, TaskFailure.of(FailureCode.JOURNAL_UNAVAILABLE)));
    }
  }

  @GuardedBy("state")
  private void drop() {
    waiting.clear();
    uncount();
  }

  @GuardedBy("state")
  private void uncount() {
    boolean unused = shared.count(-counted);
    counted = 0;
  }

  /** Has what waits sent soon. Never called under a lock. */
  void ask() {
    if (!asked) {
      asked = true;
      turn.ask();
    }
  }

  /** Sends nothing more: the task has an end, or there is no such task any more. */
  void close() {
    synchronized (state) {
      closed = true;
      drop();
    }
  }

  @Override
  public boolean turn() {
    Reply came = reply.getAndSet(null);
    if (came != null) {
      sent = false;
      take(came);
    }
    if (!sent && !pausing && !isClosed()) {
      if (onItsWay == null) {
        onItsWay = nextBatch();
        triedSinceNanos = task.hub().ticker().getAsLong();
      }
      if (onItsWay != null) {
        send(onItsWay);
      }
    }
    return false;
  }

  private boolean isClosed() {
    synchronized (state) {
      return closed;
    }
  }

  private @Nullable Batch nextBatch() {
    List<Entry> entries;
    synchronized (state) {
      asked = false;
      if (waiting.isEmpty()) {
        return null;
      }
      entries = waiting.take();
      uncount();
    }
    return Batch.of(next, writer, entries);
  }

  private void send(Batch batch) {
    sent = true;
    shared
        .append(task.task().id(), batch)
        .whenComplete(
            (answer, fault) -> {
              reply.set(new Reply(answer, fault));
              turn.ask();
            });
  }

  private void take(Reply came) {
    Batch batch = onItsWay;
    Answer answer = came.answer();
    if (batch == null) {
      return;
    }
    if (answer == null) {
      tryAgain(batch, came.fault());
      return;
    }
    onItsWay = null;
    failures = 0;
    JournalReader reader = task.journalReader();
    switch (answer) {
      case STORED -> {
        next += batch.count();
        if (reader != null) {
          reader.stored(batch);
        }
        return;
      }
      case ENDED -> task.endedElsewhere();
      case TAKEN -> {
        log.error("Task {} has another writer: {} was refused", task.task().id(), batch);
        task.endedElsewhere();
      }
      case GONE -> task.lose();
    }
    if (reader != null) {
      reader.ask();
    }
  }

  private void tryAgain(Batch batch, @Nullable Throwable fault) {
    failures++;
    if (failures == 1) {
      // The journal itself tells that it is away, once; there may be very many tasks.
      log.debug("Journal did not say whether it has {} of task {}", batch, task.task().id(), fault);
    }
    long tried = task.hub().ticker().getAsLong() - triedSinceNanos;
    if (tried >= shared.limits().giveUpAfter().toNanos()) {
      task.giveUp();
    }
    pausing = true;
    var unused =
        task.hub()
            .schedule(
                () -> {
                  pausing = false;
                  turn.ask();
                },
                SharedLog.pauseAfter(failures));
  }

  /** A fault of ours ends the work; others see that nothing comes and in the end who is gone. */
  @Override
  public void failed(Throwable fault) {
    task.giveUp();
  }
}
