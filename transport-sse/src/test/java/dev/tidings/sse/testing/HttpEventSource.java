package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** OkHttp's event source: connects once, and tells how its stream ended. */
public final class HttpEventSource implements AutoCloseable {
  private final OkHttpClient http = new OkHttpClient();
  private final List<Sent> events = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Sent> unseen = new LinkedBlockingQueue<>();
  private final CompletableFuture<List<Sent>> end = new CompletableFuture<>();
  private final EventSource source;

  /** Connects. */
  public HttpEventSource(int port) {
    Request request = new Request.Builder().url("http://127.0.0.1:" + port + "/").build();
    source =
        EventSources.createFactory(http)
            .newEventSource(
                request,
                new EventSourceListener() {
                  @Override
                  public void onEvent(
                      EventSource self, @Nullable String id, @Nullable String type, String data) {
                    Sent event = new Sent(id, type, data);
                    events.add(event);
                    unseen.add(event);
                  }

                  @Override
                  public void onClosed(EventSource self) {
                    end.complete(List.copyOf(events));
                  }

                  @Override
                  public void onFailure(
                      EventSource self, @Nullable Throwable fault, @Nullable Response response) {
                    end.completeExceptionally(
                        new AssertionError("not ended in order: " + response, fault));
                  }
                });
  }

  /** The next event that was not taken yet. */
  public Sent awaitEvent() throws InterruptedException {
    Sent event = unseen.poll(20, SECONDS);
    if (event == null) {
      throw new AssertionError("no event within 20 s");
    }
    return event;
  }

  /** All events, once the response has ended in order. */
  public List<Sent> awaitEnd() throws Exception {
    return end.get(20, SECONDS);
  }

  @Override
  public void close() {
    source.cancel();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
