package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.util.Callback;

/** Sends bodies that may be larger than a response is buffered, with no thread that waits. */
final class LargeBody {
  private LargeBody() {}

  /**
   * Answers with a whole body, after the status and the headers were set. What the response buffers
   * is left to the container, which sends it when the route is done.
   */
  static void answer(Context context, byte[] body) {
    if (body.length < JettyHost.WHOLE_ANSWER) {
      context.result(body);
    } else if (context.method().equals(HandlerType.HEAD)) {
      context.header("Content-Length", String.valueOf(body.length));
    } else {
      context.future(() -> send(context, body));
    }
  }

  /**
   * Sends a whole body, after the status and the headers were set.
   *
   * @return completes when it has been taken, or its client has left
   */
  static CompletableFuture<Void> send(Context context, byte[] body) {
    if (body.length == 0) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    Runnable end = () -> over.complete(null);
    try {
      context.header("Content-Length", String.valueOf(body.length));
      HttpOutput out = (HttpOutput) context.res().getOutputStream();
      // A client that leaves is no fault of anybody's.
      out.sendContent(ByteBuffer.wrap(body), Callback.from(end, left -> end.run()));
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
    return over;
  }
}
