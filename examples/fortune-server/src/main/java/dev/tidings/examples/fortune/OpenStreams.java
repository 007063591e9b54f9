package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Counts the streams whose response the container has not finished. A session ends when it has
 * handed its last bytes over; a container that is stopped then may still throw them away.
 */
final class OpenStreams {
  @GuardedBy("this")
  private int count;

  /** Counts a response that was made asynchronous, until it is complete. */
  void add(AsyncContext context) {
    synchronized (this) {
      count++;
    }
    context.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {
            remove();
          }

          @Override
          public void onTimeout(AsyncEvent event) {}

          @Override
          public void onError(AsyncEvent event) {}

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
  }

  /** Counts a connection, until it is closed on this side. */
  void add(CompletionStage<?> closed) {
    synchronized (this) {
      count++;
    }
    CompletionStage<?> unused = closed.whenComplete((nothing, fault) -> remove());
  }

  private synchronized void remove() {
    count--;
    notifyAll();
  }

  /** Waits until there is none, or the time is over. */
  synchronized void awaitNone(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); count > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
