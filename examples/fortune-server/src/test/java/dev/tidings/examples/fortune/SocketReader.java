package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's WebSocket client, and what it was told. */
final class SocketReader implements WebSocket.Listener, AutoCloseable {
  /** What a connection that breaks is closed with for its client. */
  static final int BROKEN = 1006;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Consumer<JsonNode> told;
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  @GuardedBy("this")
  private final List<JsonNode> messages = new ArrayList<>();

  @GuardedBy("this")
  private int closed;

  private SocketReader(Consumer<JsonNode> told) {
    this.told = told;
  }

  /** Connects to that path of a server. */
  static SocketReader of(TestServer server, String path) {
    return of(server.at(path).toString(), message -> {});
  }

  /**
   * Connects to an address, told as one of HTTP.
   *
   * @param told is given each message when it comes
   */
  static SocketReader of(String address, Consumer<JsonNode> told) {
    SocketReader reader = new SocketReader(told);
    URI uri = URI.create(address.replaceFirst("http", "ws"));
    reader.socket =
        HTTP.newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .buildAsync(uri, reader)
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    return reader;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      JsonNode message = JSON.readTree(part.toString());
      part.setLength(0);
      told.accept(message);
      synchronized (this) {
        messages.add(message);
        notifyAll();
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    over(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    over(BROKEN);
  }

  private synchronized void over(int code) {
    if (closed == 0) {
      closed = code;
      notifyAll();
    }
  }

  void say(String message) {
    WebSocket unused = open().sendText(message, true).join();
  }

  private WebSocket open() {
    WebSocket now = socket;
    if (now == null) {
      throw new IllegalStateException("not connected");
    }
    return now;
  }

  /** Waits for a message of that type. */
  JsonNode awaitType(String type) {
    return await(() -> find(type), type);
  }

  /** Waits until the connection is closed, and gives the code. */
  int awaitClosed() {
    return await(this::code, "the close");
  }

  private synchronized @Nullable JsonNode find(String type) {
    return messages.stream()
        .filter(message -> message.path("type").asString("").equals(type))
        .findFirst()
        .orElse(null);
  }

  private synchronized @Nullable Integer code() {
    return closed == 0 ? null : closed;
  }

  /** All that it was told. */
  synchronized List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  private synchronized <T> T await(Supplier<@Nullable T> found, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T result = found.get();
    while (result == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited in vain for " + what + "; told: " + messages);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      result = found.get();
    }
    return result;
  }

  @Override
  public void close() {
    open().abort();
  }
}
