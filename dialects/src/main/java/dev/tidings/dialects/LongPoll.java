package dev.tidings.dialects;

import dev.tidings.Registration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One read that waits until it has something to tell, without a thread.
 *
 * <p>It registers for appends before it reads, so none between the two goes by unseen. The reader
 * is used by one thread at a time: whoever is woken goes on only when the read before has found
 * nothing. The answer is given once, by a look or by the time, and closes the registration that it
 * finds; a look that registers later closes its own.
 */
final class LongPoll {
  private final DurableReader reader;
  private final CompletableFuture<DurablePage> answer = new CompletableFuture<>();
  private volatile DurablePage last;
  private volatile Registration wake = () -> {};

  /** The answer, once nothing is registered for it any more. */
  private final CompletionStage<DurablePage> over = answer.whenComplete((page, fault) -> close());

  /** A poll whose reader has just found that, which tells nothing. */
  LongPoll(DurableReader reader, DurablePage nothing) {
    this.reader = reader;
    this.last = nothing;
  }

  /**
   * Completes with what came: by one of the hub's threads that may block, or when the time is over
   * with a page that tells nothing, by one of the JVM's common pool.
   */
  CompletionStage<DurablePage> answer() {
    return over;
  }

  private void close() {
    wake.close();
  }

  /** Looks for something to tell, and waits for the next append if there is nothing. */
  void look() {
    try {
      while (!answer.isDone()) {
        CompletableFuture<Void> woken = new CompletableFuture<>();
        wake = reader.onAppend(() -> woken.complete(null));
        DurablePage page = reader.read();
        if (page.tells()) {
          answer.complete(page);
        } else {
          last = page;
        }
        if (answer.isDone()) {
          wake.close();
          return;
        }
        if (!woken.isDone()) {
          CompletionStage<Void> unused = woken.thenRun(this::goOn);
          return;
        }
        wake.close();
      }
    } catch (RuntimeException | Error fault) {
      answer.completeExceptionally(fault);
    }
  }

  private void goOn() {
    close();
    look();
  }

  /** Ends the wait with nothing; hands the answer over to another thread. */
  void expire() {
    CompletableFuture<DurablePage> unused = answer.completeAsync(() -> last);
  }
}
