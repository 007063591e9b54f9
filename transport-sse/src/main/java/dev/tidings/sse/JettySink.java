package dev.tidings.sse;

import dev.tidings.stream.Sink;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * A sink writes through the core of Jetty 12.1 beneath a servlet: frames go to the connection as
 * they are, past the servlet's output buffer, and a client that must be cut off really is. No
 * thread waits for a client. It is for hosts on Jetty with its EE10 servlets, Javalin 7 among them;
 * others use {@link ServletSink}.
 */
public final class JettySink implements Sink {
  /**
   * Whether Jetty has a write of ours, whether the session wants to know when it has not, and
   * whether the request is to be completed then because it was cut off.
   */
  private enum State {
    READY,
    WRITING,
    AWAITED,
    CUT
  }

  private final AsyncContext context;
  private final Request request;
  private final Response response;
  private final AtomicReference<State> state = new AtomicReference<>(State.READY);
  private volatile Runnable ready = () -> {};
  private volatile Consumer<Throwable> gone = cause -> {};
  private volatile boolean ended;

  private JettySink(AsyncContext context, Request request, Response response) {
    this.context = context;
    this.request = request;
    this.response = response;
  }

  /**
   * A sink of the response of a request that was made asynchronous. The call sets the context's
   * time-out to none: sessions keep their own time. Nothing else may write the response from here
   * on.
   *
   * @throws IllegalArgumentException if the request does not come from Jetty's EE10 servlets
   */
  public static JettySink of(AsyncContext context) {
    ServletContextRequest request =
        ServletContextRequest.getServletContextRequest(context.getRequest());
    if (request == null) {
      throw new IllegalArgumentException(
          context.getRequest().getClass().getName()
              + " is no request of Jetty's EE10 servlets; use ServletSink on this host");
    }
    context.setTimeout(0);
    return new JettySink(context, request, request.getServletContextResponse());
  }

  @Override
  public void start(Runnable onReady, Consumer<Throwable> onGone) {
    ready = onReady;
    gone = onGone;
    request.addFailureListener(onGone);
  }

  @Override
  public boolean ready() {
    State now = state.get();
    return now == State.READY
        || (now == State.WRITING && !state.compareAndSet(now, State.AWAITED) && ready());
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (!state.compareAndSet(State.READY, State.WRITING)) {
      throw new IOException("the event stream was cut off");
    }
    // Jetty moves a buffer's position while it writes; the bytes may be shared, the buffer is not.
    response.write(
        false, bytes, Callback.from(InvocationType.NON_BLOCKING, this::written, this::failed));
  }

  private void written() {
    State was = state.getAndUpdate(now -> now == State.CUT ? now : State.READY);
    if (was == State.AWAITED) {
      ready.run();
    } else if (was == State.CUT) {
      completeLater();
    }
  }

  private void failed(Throwable failure) {
    if (state.getAndUpdate(now -> now == State.CUT ? now : State.READY) == State.CUT) {
      completeLater();
    } else {
      gone.accept(failure);
    }
  }

  @Override
  public void end() {
    ended = true;
    complete();
  }

  private void complete() {
    try {
      context.complete();
    } catch (IllegalStateException completed) {
      // Jetty completed it when the client left.
    }
  }

  /** Completes the request on a thread of Jetty's: it waits for a write whose end it has missed. */
  private void completeLater() {
    request.getComponents().getExecutor().execute(this::complete);
  }

  /** Whether nothing but the connection's end tells the client that the response has ended. */
  private boolean endsWithItsConnection() {
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    return version.compareTo(HttpVersion.HTTP_1_1) < 0
        || request.getHeaders().contains(HttpHeader.CONNECTION, "close");
  }

  /** The connection is to end with a reset: in order would be an answer that is complete. */
  private static void reset(EndPoint endPoint) {
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException | UnsupportedOperationException closed) {
        // It ends as it can.
      }
    }
  }

  /**
   * The sink closes the connection; with HTTP/2 the client's other streams on it end too. Where a
   * write is in flight, that fails then, and completes the request.
   */
  @Override
  public void abort() {
    if (ended) {
      // The last chunk may be on its way still.
      return;
    }
    boolean writing = state.getAndSet(State.CUT) != State.READY;
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endsWithItsConnection()) {
      reset(endPoint);
    }
    endPoint.close(new IOException("the event stream was cut off"));
    if (!writing) {
      completeLater();
    }
  }
}
