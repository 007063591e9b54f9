package dev.tidings.openai;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response's Server-Sent Events on the calling thread. It undoes what OkHttp's reader does
 * for listeners of another kind: what the reader of an event throws comes out as it was thrown, and
 * a stream that breaks is an {@link IOException}.
 */
final class EventStream extends EventSourceListener {
  /** Whether there is a reason to read on. */
  enum Next {
    READ_ON,
    STOP
  }

  /** Takes the events, one by one. */
  interface Reader {
    /**
     * One event.
     *
     * @param type the event's name, or null
     */
    Next event(@Nullable String type, String data);
  }

  private static final MediaType TYPE = MediaType.get("text/event-stream");

  private final BoundedSource source;
  private final Reader reader;
  private boolean reading;
  private boolean stopped;
  private @Nullable IOException broken;

  private EventStream(BoundedSource source, Reader reader) {
    this.source = source;
    this.reader = reader;
  }

  /**
   * Reads to the end, or until the reader stops, and closes the response.
   *
   * @param maxEventBytes the bytes that may come without an event ending
   * @throws IOException if the stream breaks
   */
  static void read(Response response, long maxEventBytes, Reader reader) throws IOException {
    BoundedSource source = new BoundedSource(response.body().source(), maxEventBytes);
    EventStream stream = new EventStream(source, reader);
    ResponseBody body = ResponseBody.create(Okio.buffer(source), TYPE, -1);
    EventSources.processResponse(response.newBuilder().body(body).build(), stream);
    if (stream.broken != null) {
      throw stream.broken;
    }
  }

  @Override
  public void onEvent(
      EventSource eventSource, @Nullable String id, @Nullable String type, String data) {
    source.eventEnded();
    reading = true;
    Next next = reader.event(type, data);
    reading = false;
    if (next == Next.STOP) {
      stopped = true;
      eventSource.cancel();
    }
  }

  @Override
  public void onFailure(
      EventSource eventSource, @Nullable Throwable t, @Nullable Response response) {
    if (reading && t instanceof RuntimeException e) {
      throw e;
    }
    if (!stopped) {
      // A line that the end of the stream cuts in two is not an IOException of OkHttp's reader.
      broken = t instanceof IOException e ? e : new IOException("the event stream broke off", t);
    }
  }
}
