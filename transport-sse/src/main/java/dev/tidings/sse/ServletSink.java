package dev.tidings.sse;

import dev.tidings.stream.Sink;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink writes with Servlet non-blocking I/O (Jakarta Servlet 6, section 3.7): no thread waits for
 * a client, bytes are handed over only when the container says it is ready, and the container's
 * word only asks for a turn.
 *
 * <p>Servlet has no call that breaks a response. Where the host has installed a {@link CutFilter},
 * a client that must be cut off sees its connection break; elsewhere it sees the response end in
 * order, and comes back all the same, as a browser does.
 *
 * <p><b>The stream in use.</b> Once a request is dispatched, Tomcat lets a write that is under way
 * go on as one that blocks. So an abort that finds the stream in use leaves the cut to whoever uses
 * it; that is soon, because no call blocks before.
 */
public final class ServletSink implements Sink {
  /** Whether the container's stream is in a call of ours, and whether a cut waits for its end. */
  private enum Use {
    FREE,
    IN_USE,
    CUT_WAITS,
    OVER
  }

  private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);
  private final AsyncContext context;
  private final ServletOutputStream out;

  /** Asked once: a container may take the request away when the client is gone. */
  private final boolean breaks;

  private volatile boolean started;
  private boolean unflushed;

  private ServletSink(AsyncContext context) throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
    this.breaks = CutFilter.isInstalled(context.getRequest().getServletContext());
  }

  /**
   * A sink of the response of a request that was made asynchronous. The call sets the context's
   * time-out to none: sessions keep their own time.
   *
   * @throws IOException if the response has no stream any more
   */
  public static ServletSink of(AsyncContext context) throws IOException {
    context.setTimeout(0);
    return new ServletSink(context);
  }

  @Override
  public void start(Runnable ready, Consumer<Throwable> gone) {
    context.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onTimeout(AsyncEvent event) {
            gone.accept(new IOException("the container's asynchronous time-out"));
          }

          @Override
          public void onError(AsyncEvent event) {
            @Nullable Throwable cause = event.getThrowable();
            gone.accept(cause == null ? new IOException("the client is gone") : cause);
          }

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
    out.setWriteListener(
        new WriteListener() {
          @Override
          public void onWritePossible() {
            started = true;
            ready.run();
          }

          @Override
          public void onError(Throwable cause) {
            gone.accept(cause);
          }
        });
  }

  @Override
  public boolean ready() throws IOException {
    if (!started || !use.compareAndSet(Use.FREE, Use.IN_USE)) {
      return false;
    }
    try {
      return flushed();
    } finally {
      used();
    }
  }

  private boolean flushed() throws IOException {
    if (!out.isReady()) {
      return false;
    }
    if (unflushed) {
      unflushed = false;
      out.flush();
    }
    return out.isReady();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (!use.compareAndSet(Use.FREE, Use.IN_USE)) {
      throw new IOException("the event stream was cut off");
    }
    try {
      unflushed = true;
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      // What the container has taken is to leave now, not with the next write.
      boolean unused = flushed();
    } finally {
      used();
    }
  }

  private void used() {
    if (!use.compareAndSet(Use.IN_USE, Use.FREE)) {
      use.set(Use.OVER);
      cut();
    }
  }

  @Override
  public boolean breaks() {
    return breaks;
  }

  @Override
  public void end() {
    if (use.compareAndSet(Use.FREE, Use.OVER)) {
      complete();
    }
  }

  private void complete() {
    try {
      context.complete();
    } catch (IllegalStateException completed) {
      // The container completed it when the client left.
    }
  }

  @Override
  public void abort() {
    if (use.compareAndSet(Use.FREE, Use.OVER)) {
      cut();
    } else if (!use.compareAndSet(Use.IN_USE, Use.CUT_WAITS) && use.get() == Use.FREE) {
      // The call came back between the two.
      abort();
    }
  }

  private void cut() {
    if (!breaks || !CutFilter.cut(context)) {
      complete();
    }
  }
}
