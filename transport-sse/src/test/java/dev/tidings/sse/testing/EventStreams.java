package dev.tidings.sse.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** Reads event streams with OkHttp's parser. */
public final class EventStreams {
  private static final Request REQUEST = new Request.Builder().url("http://localhost/").build();

  private EventStreams() {}

  /** The whole events in the bytes; what a stream that broke off has of another one is dropped. */
  public static List<Sent> parse(byte[] stream) {
    List<Sent> events = new ArrayList<>();
    byte[] whole = Arrays.copyOf(stream, new String(stream, ISO_8859_1).lastIndexOf("\n\n") + 2);
    Response response =
        new Response.Builder()
            .request(REQUEST)
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("OK")
            .body(ResponseBody.create(whole, MediaType.get("text/event-stream;charset=utf-8")))
            .build();
    EventSources.processResponse(
        response,
        new EventSourceListener() {
          @Override
          public void onEvent(
              EventSource source, @Nullable String id, @Nullable String type, String data) {
            events.add(new Sent(id, type, data));
          }

          @Override
          public void onFailure(
              EventSource source, @Nullable Throwable fault, @Nullable Response answer) {
            throw new AssertionError("not an event stream", fault);
          }
        });
    return events;
  }

  /** The frames in the bytes, each with its empty line; for tests that compare bytes. */
  public static List<String> frames(byte[] stream) {
    return List.of(new String(stream, UTF_8).split("(?<=\n\n)"));
  }
}
