package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Sink;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A sink whose client takes everything but the end, which holds its thread until it is cut. */
final class HangingEnd implements Sink {
  private final CompletableFuture<Long> aborted = new CompletableFuture<>();
  private final boolean blocking;

  HangingEnd(boolean blocking) {
    this.blocking = blocking;
  }

  @Override
  public void start(Runnable ready, Consumer<Throwable> gone) {}

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void write(ByteBuffer bytes) {}

  @Override
  public void end() {
    try {
      long unused = awaitAbort();
    } catch (InterruptedException | ExecutionException | TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  /** Waits until it is cut; when that was. */
  long awaitAbort() throws InterruptedException, ExecutionException, TimeoutException {
    return aborted.get(20, SECONDS);
  }

  @Override
  public void abort() {
    aborted.complete(System.nanoTime());
  }

  @Override
  public boolean blocking() {
    return blocking;
  }
}
