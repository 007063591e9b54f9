package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.sse.SseSink;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes one byte again and again as a session does: the next from the completion of the write
 * before, or right after it when it completes during the call.
 */
public final class WriteChain implements SseSink.Completion {
  private final SseSink sink;
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private final AtomicInteger due = new AtomicInteger();
  private int left;

  /** A chain of that many writes that has not begun. */
  public WriteChain(SseSink sink, int writes) {
    this.sink = sink;
    this.left = writes;
  }

  /** Begins with the first, or goes on with the next. */
  public void next() {
    if (due.getAndIncrement() == 0) {
      do {
        write();
      } while (due.decrementAndGet() > 0);
    }
  }

  private void write() {
    if (left-- > 0) {
      sink.write(ByteBuffer.wrap(new byte[] {'x'}), this);
    } else {
      end.complete(true);
    }
  }

  /** Waits until the last write has succeeded. */
  public void awaitEnd() throws Exception {
    end.get(20, SECONDS);
  }

  @Override
  public void written() {
    next();
  }

  @Override
  public void failed(Throwable cause) {
    end.completeExceptionally(cause);
  }
}
