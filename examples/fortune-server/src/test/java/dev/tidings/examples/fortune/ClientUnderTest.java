package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client under test has told of one task; it may still be at it. */
final class ClientUnderTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /**
   * What a client told.
   *
   * @param text the pieces of the answer, one after the other
   * @param percents as they came
   * @param ends how it ended, in one word; more than one is a fault
   */
  record Told(String text, List<Integer> percents, List<String> ends) {}

  @GuardedBy("this")
  private final StringBuilder text = new StringBuilder();

  @GuardedBy("this")
  private final List<Integer> percents = new ArrayList<>();

  @GuardedBy("this")
  private final List<String> ends = new ArrayList<>();

  @GuardedBy("this")
  private boolean over;

  /** A piece of the answer; only appended, for that is what a client promises. */
  synchronized void text(String piece) {
    text.append(piece);
    notifyAll();
  }

  synchronized void percent(int percent) {
    percents.add(percent);
    notifyAll();
  }

  /** The end of the task, or why there is none. */
  synchronized void end(String word) {
    ends.add(word);
    notifyAll();
  }

  /** The task is gone; the end may have said so already. */
  synchronized void gone() {
    if (ends.isEmpty()) {
      ends.add("gone");
    }
  }

  /** The client is done. */
  synchronized void over() {
    over = true;
    notifyAll();
  }

  void awaitText(String piece) {
    await(told -> told.text().contains(piece), "the text " + piece);
  }

  void awaitPercent(int percent) {
    await(told -> told.percents().contains(percent), percent + " percent");
  }

  /** All that it told, once it is done. */
  Told awaitOver() {
    return await(null, "its end");
  }

  /** Waits until that holds; without a condition, until the client is done. */
  private synchronized Told await(@Nullable Predicate<Told> wanted, String what) {
    long start = System.nanoTime();
    while (!(wanted == null ? over : wanted.test(told()))) {
      long left = PATIENCE_NANOS - (System.nanoTime() - start);
      if (left <= 0) {
        throw new AssertionError("waited in vain for " + what + ": " + told());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return told();
  }

  @GuardedBy("this")
  private Told told() {
    return new Told(text.toString(), List.copyOf(percents), List.copyOf(ends));
  }
}
