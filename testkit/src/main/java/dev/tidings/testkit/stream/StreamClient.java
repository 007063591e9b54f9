package dev.tidings.testkit.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One connection to a stream, read as fast as it comes. */
final class StreamClient implements AutoCloseable {
  /** How long an answer or an event may take, in seconds. */
  static final int PATIENCE = 20;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What comes: an event, or the end, in order or with the fault that broke it. */
  private record Arrival(@Nullable Received event, @Nullable Exception fault) {}

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final EventLines lines;

  private StreamClient(HttpResponse<InputStream> response) {
    this.response = response;
    Reader text =
        new InputStreamReader(
            response.body(),
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    lines = new EventLines(new BufferedReader(text));
  }

  /** Connects, and comes back once the head of the answer is there. */
  static StreamClient open(URI address, Map<String, String> headers) throws Exception {
    StreamClient client = new StreamClient(answer(address, headers));
    if (client.status() == 200) {
      Thread reading = new Thread(client::read, "stream-client");
      reading.setDaemon(true);
      reading.start();
    }
    return client;
  }

  /** Connects and reads nothing of the body. */
  static HttpResponse<InputStream> answer(URI address, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(PATIENCE));
    headers.forEach(request::header);
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private void read() {
    try {
      for (Received event = lines.next(); event != null; event = lines.next()) {
        arrivals.add(new Arrival(event, null));
      }
      arrivals.add(new Arrival(null, null));
    } catch (IOException | RuntimeException fault) {
      arrivals.add(new Arrival(null, fault));
    }
  }

  int status() {
    return response.statusCode();
  }

  /** The value of a header; empty if there is none. */
  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The milliseconds of the first retry line, once an event has come; empty if there was none. */
  String retry() {
    String retry = lines.retry();
    return retry == null ? "" : retry;
  }

  /** Waits for the next event, pings included. */
  Received nextOfAll(Duration patience) throws InterruptedException {
    Arrival next = arrivals.poll(patience.toMillis(), MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within " + patience.toSeconds() + " s");
    }
    if (next.event() == null) {
      throw new AssertionError("the stream is over where an event is due", next.fault());
    }
    return next.event();
  }

  /** Waits for the next event that is no ping. */
  Received next() throws InterruptedException {
    Received next = nextOfAll(Duration.ofSeconds(PATIENCE));
    while (next.ping()) {
      next = nextOfAll(Duration.ofSeconds(PATIENCE));
    }
    return next;
  }

  /**
   * Reads all that still comes, but pings.
   *
   * @throws AssertionError if the response does not end, or not in order
   */
  List<Received> toEnd() throws InterruptedException {
    List<Received> events = new ArrayList<>();
    while (true) {
      Arrival next = arrivals.poll(PATIENCE, SECONDS);
      if (next == null) {
        throw new AssertionError("the response did not end after " + events);
      }
      if (next.fault() != null) {
        throw new AssertionError("the response broke after " + events, next.fault());
      }
      if (next.event() == null) {
        return events;
      }
      if (!next.event().ping()) {
        events.add(next.event());
      }
    }
  }

  /** Reads a body that is no stream. */
  String body() throws IOException {
    return new String(response.body().readAllBytes(), UTF_8);
  }

  /** Leaves. */
  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
