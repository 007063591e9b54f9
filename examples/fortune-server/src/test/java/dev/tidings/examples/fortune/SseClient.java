package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event stream with a parser that is not ours, and waits for what is to come. */
final class SseClient extends EventSourceListener implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final String AN_END = "an end";
  private static final OkHttpClient CLIENT =
      new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();

  /** An event as it came, and when. */
  record Received(@Nullable String id, @Nullable String name, String data, long nanos) {
    JsonNode json() {
      return Answer.parse(data);
    }

    String type() {
      return json().path("type").asString();
    }

    /** What must be the same for everybody. */
    String content() {
      return id + " " + data;
    }
  }

  /** What is known of the answer by now. */
  private record State(
      int status,
      Headers headers,
      List<Received> events,
      boolean ended,
      @Nullable Throwable broken) {
    State answered(int newStatus, Headers newHeaders) {
      return new State(newStatus, newHeaders, events, ended, broken);
    }

    State and(Received event) {
      List<Received> more = new ArrayList<>(events);
      more.add(event);
      return new State(status, headers, more, ended, broken);
    }

    State over(@Nullable Throwable cause) {
      return new State(status, headers, events, true, cause);
    }
  }

  private final EventSource source;

  @GuardedBy("this")
  private State state = new State(0, Headers.EMPTY, List.of(), false, null);

  private SseClient(Request request) {
    source = EventSources.createFactory(CLIENT).newEventSource(request, this);
  }

  static SseClient open(URI address, String... headers) {
    return new SseClient(
        new Request.Builder().url(address.toString()).headers(Headers.of(headers)).build());
  }

  /** The status of the answer, once it is there. */
  int status() {
    return answered().status();
  }

  /** The headers of the answer, once it is there. */
  Headers headers() {
    return answered().headers();
  }

  private State answered() {
    return waitFor(now -> now.status() == 0 ? Optional.empty() : Optional.of(now), "an answer");
  }

  /** The first event of which that holds; it may have come already. */
  Received await(Predicate<Received> wanted) {
    return waitFor(now -> now.events().stream().filter(wanted).findFirst(), "an event");
  }

  Received awaitType(String type) {
    return await(event -> event.type().equals(type));
  }

  Received awaitProgress(int percent) {
    return await(event -> event.json().path("progress").asInt(-1) == percent);
  }

  /** All stored events, pings left out, once the server has ended the stream in order. */
  List<Received> awaitEnd() {
    State end = waitFor(now -> now.ended() ? Optional.of(now) : Optional.empty(), AN_END);
    if (end.broken() != null) {
      throw new AssertionError("the stream broke; status " + end.status(), end.broken());
    }
    return seen();
  }

  /** All events there are now, pings included. */
  synchronized List<Received> all() {
    return state.events();
  }

  /** All stored events, once the stream has broken off before its end. */
  List<Received> awaitBreak() {
    State end = waitFor(now -> now.ended() ? Optional.of(now) : Optional.empty(), AN_END);
    if (end.broken() == null) {
      throw new AssertionError("the stream ended in order; status " + end.status());
    }
    return seen();
  }

  /** The stored events there are now. */
  synchronized List<Received> seen() {
    return state.events().stream().filter(event -> !event.type().endsWith("ping")).toList();
  }

  private synchronized <T> T waitFor(Function<State, Optional<T>> check, String what) {
    long start = System.nanoTime();
    Optional<T> found = check.apply(state);
    while (found.isEmpty()) {
      long left = PATIENCE_NANOS - (System.nanoTime() - start);
      if (left <= 0 || (state.ended() && !what.equals(AN_END))) {
        throw new AssertionError("waited in vain for " + what + ": " + state, state.broken());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      found = check.apply(state);
    }
    return found.get();
  }

  private synchronized void change(UnaryOperator<State> change) {
    state = change.apply(state);
    notifyAll();
  }

  @Override
  public void onOpen(EventSource eventSource, Response response) {
    change(now -> now.answered(response.code(), response.headers()));
  }

  @Override
  public void onEvent(
      EventSource eventSource, @Nullable String id, @Nullable String type, String data) {
    Received event = new Received(id, type, data, System.nanoTime());
    change(now -> now.and(event));
  }

  @Override
  public void onClosed(EventSource eventSource) {
    change(now -> now.over(null));
  }

  @Override
  public void onFailure(
      EventSource eventSource, @Nullable Throwable cause, @Nullable Response response) {
    if (response != null) {
      change(now -> now.answered(response.code(), response.headers()));
    }
    change(now -> now.over(cause != null ? cause : new AssertionError("refused")));
  }

  @Override
  public void close() {
    source.cancel();
  }
}
