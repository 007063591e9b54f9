package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.sse.SseSink;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Writes one byte again and again, each time from the completion of the write before. */
public final class WriteChain implements SseSink.Completion {
  private final SseSink sink;
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private int left;

  /** A chain of that many writes that has not begun. */
  public WriteChain(SseSink sink, int writes) {
    this.sink = sink;
    this.left = writes;
  }

  /** Begins with the first, or goes on with the next. */
  public void next() {
    left--;
    sink.write(ByteBuffer.wrap(new byte[] {'x'}), this);
  }

  /** Waits until the last write has succeeded. */
  public void awaitEnd() throws Exception {
    end.get(20, SECONDS);
  }

  @Override
  public void written() {
    if (left > 0) {
      next();
    } else {
      end.complete(true);
    }
  }

  @Override
  public void failed(Throwable cause) {
    end.completeExceptionally(cause);
  }
}
