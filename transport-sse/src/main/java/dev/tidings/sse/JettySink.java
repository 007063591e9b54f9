package dev.tidings.sse;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Writes through the core of Jetty 12.1 beneath a servlet: frames go to the connection as they are,
 * past the servlet's output buffer, and a client that must be cut off really is. No thread waits
 * for a client. For hosts on Jetty with its EE10 servlets, Javalin 7 among them; others use {@link
 * ServletSink}.
 */
public final class JettySink implements SseSink {
  private final AsyncContext context;
  private final Request request;
  private final Response response;
  private volatile Runnable gone = () -> {};

  private JettySink(AsyncContext context, Request request, Response response) {
    this.context = context;
    this.request = request;
    this.response = response;
  }

  /**
   * A sink of the response of a request that was made asynchronous. Sets the context's time-out to
   * none: sessions keep their own time. Nothing else may write the response from here on.
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
    JettySink sink = new JettySink(context, request, request.getServletContextResponse());
    request.addFailureListener(failure -> sink.gone.run());
    return sink;
  }

  @Override
  public void write(ByteBuffer frames, Completion completion) {
    // Jetty moves a buffer's position while it writes; the bytes may be shared, the buffer is not.
    response.write(
        false,
        frames,
        Callback.from(InvocationType.NON_BLOCKING, completion::written, completion::failed));
  }

  @Override
  public void onGone(Runnable action) {
    gone = Objects.requireNonNull(action, "action");
  }

  @Override
  public void close() {
    try {
      context.complete();
    } catch (IllegalStateException completed) {
      // Jetty completed it when the client left.
    }
  }

  /** Closes the connection; with HTTP/2 the client's other streams on it end too. */
  @Override
  public void abort() {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    endPoint.close(new IOException("the event stream was cut off"));
    close();
  }
}
