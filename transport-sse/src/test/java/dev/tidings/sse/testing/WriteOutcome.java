package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.sse.SseSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How one write ended. Thread-safe. */
public final class WriteOutcome implements SseSink.Completion {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile @Nullable Throwable failure;

  @Override
  public void written() {
    calls.incrementAndGet();
    ended.countDown();
  }

  @Override
  public void failed(Throwable cause) {
    failure = cause;
    calls.incrementAndGet();
    ended.countDown();
  }

  /** How often it was told: more than once breaks the contract. */
  public int calls() {
    return calls.get();
  }

  /** Waits for the end; whether the write succeeded. */
  public boolean await() throws InterruptedException {
    if (!ended.await(20, SECONDS)) {
      throw new AssertionError("the write did not end within 20 s");
    }
    return failure == null;
  }
}
