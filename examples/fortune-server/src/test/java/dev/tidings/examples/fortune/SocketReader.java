package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OkHttp's WebSocket, and what it was told. */
final class SocketReader extends WebSocketListener implements AutoCloseable {
  /** What a connection that breaks is closed with for its client. */
  static final int BROKEN = 1006;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();

  private final Consumer<JsonNode> told;
  private final WebSocket socket;

  @GuardedBy("this")
  private final List<JsonNode> messages = new ArrayList<>();

  @GuardedBy("this")
  private int closed;

  private SocketReader(String address, Consumer<JsonNode> told) {
    this.told = told;
    this.socket = HTTP.newWebSocket(new Request.Builder().url(address).build(), this);
  }

  /** Connects to that path of a server. */
  static SocketReader of(TestServer server, String path) {
    return of(server.at(path).toString(), message -> {});
  }

  /**
   * Connects to an address, told as one of HTTP; where that fails, the connection is broken.
   *
   * @param told is given each message when it comes
   */
  static SocketReader of(String address, Consumer<JsonNode> told) {
    return new SocketReader(address, told);
  }

  @Override
  public void onMessage(WebSocket from, String text) {
    JsonNode message = JSON.readTree(text);
    told.accept(message);
    synchronized (this) {
      messages.add(message);
      notifyAll();
    }
  }

  @Override
  public void onClosing(WebSocket from, int code, String reason) {
    boolean unused = from.close(code, null);
  }

  @Override
  public void onClosed(WebSocket from, int code, String reason) {
    over(code);
  }

  @Override
  public void onFailure(WebSocket from, Throwable cause, @Nullable Response response) {
    over(BROKEN);
  }

  private synchronized void over(int code) {
    if (closed == 0) {
      closed = code;
      notifyAll();
    }
  }

  void say(String message) {
    boolean unused = socket.send(message);
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
    socket.cancel();
  }
}
