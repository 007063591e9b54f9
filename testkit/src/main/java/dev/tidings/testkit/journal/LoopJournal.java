package dev.tidings.testkit.journal;

import dev.tidings.journal.Batch;
import dev.tidings.journal.Journal;
import dev.tidings.testkit.journal.LoopFaults.Fate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One hub's way to a {@link LoopStore}, with what goes wrong on it. It is thread-safe. */
public final class LoopJournal implements Journal {
  private final LoopStore store;
  private final Executor way;
  private final LoopFaults faults;
  private volatile Listener listener = task -> {};
  private final AtomicInteger hints = new AtomicInteger();
  private volatile boolean cut;
  private volatile boolean available = true;
  private volatile boolean open = true;
  private volatile boolean dead;

  LoopJournal(LoopStore store, Executor way, LoopFaults faults) {
    this.store = store;
    this.way = way;
    this.faults = faults;
  }

  /** The way breaks: until it is healed every call fails, and no hint comes. */
  public void cut() {
    cut = true;
  }

  /** The way is whole again. */
  public void heal() {
    cut = false;
  }

  /** The journal says of itself from now on whether it takes anything, whatever is true. */
  public void sayAvailable(boolean whether) {
    available = whether;
  }

  /**
   * The hub's process goes: nothing that it asks for happens any more, and it is told nothing, not
   * even that.
   */
  public void die() {
    dead = true;
    close();
  }

  /** Whether its process lives and has not closed it. */
  boolean isOpen() {
    return open;
  }

  /** Every other hint carries the batch. */
  void hint(String task, Batch stored) {
    boolean carries = hints.incrementAndGet() % 2 == 0;
    if (cut || dead) {
      return;
    }
    Fate fate = faults.ofHint();
    if (fate == Fate.LOST) {
      return;
    }
    Runnable tell =
        () -> {
          if (open) {
            if (carries) {
              listener.stored(task, stored);
            } else {
              listener.changed(task);
            }
          }
        };
    way.execute(tell);
    if (fate == Fate.DOUBLED) {
      way.execute(tell);
    }
  }

  private <T> CompletionStage<T> call(Supplier<T> inStore) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Fate fate = cut ? Fate.LOST : faults.ofCall();
    way.execute(
        () -> {
          if (dead) {
            return;
          }
          if (fate == Fate.LOST || cut) {
            fail(answer, "did not arrive");
            return;
          }
          if (fate == Fate.DOUBLED) {
            T unused = inStore.get();
          }
          T said = inStore.get();
          if (fate == Fate.ANSWER_LOST) {
            fail(answer, "arrived, its answer did not");
          } else {
            back(() -> answer.complete(said));
          }
        });
    return answer;
  }

  private void fail(CompletableFuture<?> answer, String what) {
    back(() -> answer.completeExceptionally(new IllegalStateException("the call " + what)));
  }

  private void back(Runnable answer) {
    way.execute(
        () -> {
          if (!dead) {
            answer.run();
          }
        });
  }

  @Override
  public String mark() {
    return store.mark();
  }

  @Override
  public boolean available() {
    return available;
  }

  @Override
  public void open(Listener hub) {
    listener = hub;
  }

  @Override
  public CompletionStage<Answer> begin(String task, Optional<String> owner, Batch first) {
    return call(() -> store.begin(this, task, owner, first));
  }

  @Override
  public CompletionStage<Answer> append(String task, Batch batch) {
    return call(() -> store.append(task, batch));
  }

  @Override
  public CompletionStage<Optional<Page>> read(String task, long after) {
    return call(() -> store.read(task, after));
  }

  @Override
  public CompletionStage<AutoCloseable> follow(String task) {
    return call(
        () -> {
          store.follow(this, task);
          AtomicBoolean follows = new AtomicBoolean(true);
          return () -> {
            if (follows.getAndSet(false)) {
              store.unfollow(this, task);
            }
          };
        });
  }

  @Override
  public CompletionStage<List<String>> tasks(String owner) {
    return call(() -> store.tasks(owner));
  }

  @Override
  public CompletionStage<Void> forget(String task) {
    return call(() -> {
          store.forget(task);
          return true;
        })
        .thenAccept(done -> {});
  }

  @Override
  public void close() {
    open = false;
    store.disconnect(this);
  }
}
