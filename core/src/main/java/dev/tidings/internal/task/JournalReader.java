package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.internal.run.Line;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal.Page;
import dev.tidings.journal.StoredEntries;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a task's state in step with its journal: a turn reads what follows the state's last event,
 * and applies it, batch by batch, in the journal's order. Hints and the clock only ask for a turn.
 * A batch that is told to be stored is applied without a read where it is the next; where it is
 * not, it is a hint like others. Nothing that the journal has not accepted becomes true here.
 *
 * <p>At most one read is under way. Whoever asked while it was gets another one after it.
 */
final class JournalReader implements Line.Work {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  /** So many batches may wait for a turn; more are read. */
  private static final int MOST_TOLD = 64;

  /** What came of a read: a page, a fault, or neither where there is no such task. */
  private record Reply(@Nullable Page page, @Nullable Throwable fault) {}

  private final LoggedTask task;
  private final TaskState state;
  private final SharedLog shared;
  private final Line.Turn turn;
  private final AtomicReference<@Nullable Reply> reply = new AtomicReference<>();

  /** Whether a read is to begin. */
  private volatile boolean wanted;

  /** Whether a batch that was told has been the next since somebody looked. */
  private volatile boolean following;

  private volatile boolean closed;

  /** Batches that were told to be stored, and wait for a turn. */
  @GuardedBy("this")
  private final Deque<Batch> told = new ArrayDeque<>(0);

  /** Those who wait for a read that begins after they asked. */
  @GuardedBy("this")
  private List<CompletableFuture<Void>> asking = new ArrayList<>(0);

  // Only turns touch these.
  private boolean reading;
  private boolean toTheEnd;
  private @Nullable Batch last;
  private int failures;
  private List<CompletableFuture<Void>> served = new ArrayList<>(0);

  JournalReader(LoggedTask task, SharedLog shared) {
    this.task = task;
    this.state = task.state();
    this.shared = shared;
    this.turn = task.hub().line().turn(this);
  }

  /** Has the journal read soon. Never called under a lock. */
  void ask() {
    wanted = true;
    turn.ask();
  }

  /**
   * Has the journal read in case that a hint was lost; not where a batch that was told has been the
   * next since the last time, for then none was until there. Never called under a lock.
   */
  void reconcile() {
    if (following) {
      following = false;
    } else {
      ask();
    }
  }

  /** The journal has that batch; it may be known already. Never called under a lock. */
  void stored(Batch batch) {
    synchronized (this) {
      if (told.size() == MOST_TOLD) {
        told.clear();
        wanted = true;
      } else {
        told.add(batch);
      }
    }
    turn.ask();
  }

  /** Completes in a turn, once the state is as new as this call. */
  CompletionStage<Void> refresh() {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    synchronized (this) {
      asking.add(asked);
    }
    ask();
    return asked;
  }

  /** Reads nothing more. */
  void close() {
    closed = true;
    turn.ask();
  }

  @Override
  public boolean turn() {
    Reply came = reply.getAndSet(null);
    if (came != null) {
      reading = false;
      take(came);
    }
    if (!reading && !toTheEnd) {
      applyTold();
    }
    if (closed) {
      serve(begin());
    } else if (!reading && (wanted || toTheEnd)) {
      if (!toTheEnd) {
        wanted = false;
        served = begin();
      }
      read();
    }
    return false;
  }

  private void applyTold() {
    for (Batch batch = nextTold(); batch != null && !closed; batch = nextTold()) {
      long known = state.lastSequence();
      Batch before = last;
      boolean next =
          batch.first() == known + 1 && before != null && before.writer().equals(batch.writer());
      if (next) {
        following = apply(batch);
      } else if (batch.first() == 0 || batch.first() + batch.count() - 1 > known) {
        wanted = true;
      }
    }
  }

  private synchronized @Nullable Batch nextTold() {
    return told.poll();
  }

  /** Those who are served by a read that begins now, with those that were not served before. */
  private synchronized List<CompletableFuture<Void>> begin() {
    List<CompletableFuture<Void>> all = asking;
    all.addAll(served);
    asking = new ArrayList<>(0);
    served = List.of();
    return all;
  }

  private static void serve(List<CompletableFuture<Void>> waiting) {
    waiting.forEach(asked -> asked.complete(null));
  }

  /** Of a task that has ended only those who ask want to know whether it is still that. */
  private void read() {
    boolean ended = state.terminalSequence() > 0;
    if (ended && served.isEmpty()) {
      return;
    }
    reading = true;
    shared
        .read(task.task().id(), state.lastSequence() - (ended ? 1 : 0))
        .whenComplete(
            (page, fault) -> {
              reply.set(new Reply(fault == null ? page.orElse(null) : null, fault));
              turn.ask();
            });
  }

  private void take(Reply came) {
    Page page = came.page();
    if (came.fault() != null) {
      failures++;
      toTheEnd = false;
      log.debug("Journal was not read for task {}", task.task().id(), came.fault());
      var unused = task.hub().schedule(this::ask, SharedLog.pauseAfter(failures));
      return;
    }
    failures = 0;
    if (page == null || (state.terminalSequence() > 0 && !hasTheEnd(page))) {
      lose();
      return;
    }
    for (Batch batch : page.batches()) {
      if (!apply(batch)) {
        return;
      }
    }
    toTheEnd = page.more();
    if (!toTheEnd) {
      serve(served);
      served = List.of();
    }
  }

  /** An id may be used again; each run has a writer of its own, and anybody may end it. */
  private boolean isOfThisRun(Batch batch) {
    Batch before = last;
    return batch.first() == 0 || before == null || before.writer().equals(batch.writer());
  }

  private boolean hasTheEnd(Page page) {
    Batch end = last;
    return end != null && page.batches().stream().anyMatch(end::isSameAs);
  }

  private void lose() {
    closed = true;
    task.lose();
    turn.ask();
  }

  /** Applies what the state does not have; false if it does not follow. */
  boolean apply(Batch batch) {
    List<Entry> entries;
    try {
      entries = StoredEntries.decode(batch.bytes());
    } catch (IllegalArgumentException unreadable) {
      log.error("Task {} cannot be followed: {}", task.task().id(), batch, unreadable);
      lose();
      return false;
    }
    if (state.terminalSequence() > 0) {
      return true;
    }
    List<StagesReached.Left> left = new ArrayList<>(0);
    boolean follows;
    synchronized (state) {
      long known = state.lastSequence();
      follows = batch.first() <= known + 1 && isOfThisRun(batch);
      long at = batch.first() == 0 ? known + 1 : batch.first();
      for (int i = 0; follows && i < entries.size(); i++) {
        StagesReached.Left stage = at > known ? state.apply(entries.get(i)) : null;
        if (stage != null) {
          left.add(stage);
        }
        at += entries.get(i).events();
      }
    }
    if (!follows) {
      log.error("Task {} has a hole in its journal before {}", task.task().id(), batch);
      lose();
      return false;
    }
    last = batch;
    task.applied(left);
    return true;
  }

  @Override
  public void failed(Throwable fault) {
    closed = true;
    task.lose();
    serve(begin());
  }
}
