package dev.tidings.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes with Servlet non-blocking I/O (Jakarta Servlet 6, section 3.7): no thread waits for a
 * client, and bytes are handed over only when the container says it is ready.
 *
 * <p><b>Invariant.</b> {@code frames}, {@code unflushed} and {@code completion} are those of the
 * one write in flight; whoever takes the completion out tells it, so it is told once. {@code calls}
 * counts reasons to go on with it: the write itself, and each time the container says that writing
 * is possible again. Whoever raises it from 0 runs {@link #proceed} alone until it is 0 again; so
 * the container's word is never missed, and no lock is held while the container or the session is
 * called.
 */
public final class ServletSink implements SseSink {
  private final AsyncContext context;
  private final ServletOutputStream out;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean started;
  private volatile boolean over;
  private volatile boolean unflushed;
  private volatile @Nullable ByteBuffer frames;
  private final AtomicReference<@Nullable Completion> completion = new AtomicReference<>();
  private volatile Runnable gone = () -> {};

  private ServletSink(AsyncContext context) throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
  }

  /**
   * A sink of the response of a request that was made asynchronous. Sets the context's time-out to
   * none: sessions keep their own time.
   *
   * @throws IOException if the response has no stream any more
   */
  public static ServletSink of(AsyncContext context) throws IOException {
    context.setTimeout(0);
    ServletSink sink = new ServletSink(context);
    sink.listen();
    return sink;
  }

  private void listen() {
    context.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onTimeout(AsyncEvent event) {
            clientGone(new IOException("the container's asynchronous time-out"));
          }

          @Override
          public void onError(AsyncEvent event) {
            clientGone(event.getThrowable());
          }

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
    out.setWriteListener(
        new WriteListener() {
          @Override
          public void onWritePossible() {
            started = true;
            proceed();
          }

          @Override
          public void onError(Throwable cause) {
            clientGone(cause);
          }
        });
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
  }

  private void clientGone(@Nullable Throwable cause) {
    over = true;
    failInFlight(cause == null ? new IOException("the client is gone") : cause);
    gone.run();
  }

  private void failInFlight(Throwable cause) {
    Completion inFlight = completion.getAndSet(null);
    if (inFlight != null) {
      inFlight.failed(cause);
    }
  }

  @Override
  public void write(ByteBuffer bytes, Completion onEnd) {
    frames = bytes;
    unflushed = true;
    completion.set(onEnd);
    proceed();
    if (over) {
      failInFlight(new IOException("the response is over"));
    }
  }

  private void proceed() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int answered = 1;
    do {
      try {
        handOver();
      } catch (IOException | RuntimeException broken) {
        clientGone(broken);
      }
      answered = calls.addAndGet(-answered);
    } while (answered != 0);
  }

  /** Hands over what is in flight for as long as the container is ready, then completes it. */
  private void handOver() throws IOException {
    while (started && !over && completion.get() != null && out.isReady()) {
      ByteBuffer bytes = frames;
      if (bytes != null) {
        frames = null;
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      } else if (unflushed) {
        unflushed = false;
        out.flush();
      } else {
        Completion inFlight = completion.getAndSet(null);
        if (inFlight != null) {
          inFlight.written();
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    over = true;
    complete();
  }

  /** Servlet has no word for cutting off: the container closes the connection when it must. */
  @Override
  public void abort() {
    over = true;
    failInFlight(new IOException("cut off"));
    complete();
  }

  private void complete() {
    try {
      context.complete();
    } catch (IllegalStateException completed) {
      // The container completed it when the client left.
    }
  }
}
