package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps browsers coming back to a stream while the server is busy or stopping. A browser's
 * EventSource gives up for good when it is refused with 429 or 503; when its connection breaks, it
 * comes again with the id that it had. So whoever comes with an id is told when to come again, and
 * cut off. It stands in front of the routes, because the container refuses too while it stops.
 */
final class ReturningStreams extends Handler.Wrapper {
  private static final Pattern STREAM = Pattern.compile("/api/v1/.+/sse/.+");
  private static final byte[] RETRY = "retry: 5000\n\n".getBytes(UTF_8);

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(
        request, returns(request) ? new Returning(request, response) : response, callback);
  }

  private static boolean returns(Request request) {
    if (!HttpMethod.GET.is(request.getMethod())
        || !STREAM.matcher(String.valueOf(request.getHttpURI().getPath())).matches()) {
      return false;
    }
    String id = request.getHeaders().get("Last-Event-ID");
    return (id != null && !id.isBlank()) || namesPlace(request);
  }

  private static boolean namesPlace(Request request) {
    try {
      String id = Request.extractQueryParameters(request).getValue("last_event_id");
      return id != null && !id.isEmpty();
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  /** A response that is no refusal. */
  private static final class Returning extends Response.Wrapper {
    Returning(Request request, Response wrapped) {
      super(request, wrapped);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      int status = getStatus();
      if (isCommitted()
          || (status != HttpStatus.TOO_MANY_REQUESTS_429
              && status != HttpStatus.SERVICE_UNAVAILABLE_503)) {
        super.write(last, content, callback);
        return;
      }
      setStatus(HttpStatus.OK_200);
      HttpFields.Mutable headers = getHeaders();
      headers.remove(HttpHeader.CONTENT_LENGTH);
      headers.remove(HttpHeader.RETRY_AFTER);
      headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
      headers.put(HttpHeader.CACHE_CONTROL, "no-cache, no-transform");
      headers.put("X-Accel-Buffering", "no");
      super.write(
          false,
          ByteBuffer.wrap(RETRY),
          Callback.from(
              () -> {
                cut();
                callback.succeeded();
              },
              failure -> {
                cut();
                callback.failed(failure);
              }));
    }

    private void cut() {
      getRequest()
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close(new IOException("the client is to come again"));
    }
  }
}
