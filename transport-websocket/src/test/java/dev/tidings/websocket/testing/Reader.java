package dev.tidings.websocket.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's WebSocket client, and what it was told. */
public final class Reader implements WebSocket.Listener, AutoCloseable {
  /** How a connection ends for its client when nobody closed it. */
  public static final int BROKEN = 1006;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  @GuardedBy("this")
  private final List<JsonNode> messages = new ArrayList<>();

  @GuardedBy("this")
  private int closed;

  @GuardedBy("this")
  private String reason = "";

  private Reader() {}

  /** Connects, and reads all that comes. */
  public static Reader of(URI address) {
    Reader reader = new Reader();
    reader.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .buildAsync(address, reader)
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
      synchronized (this) {
        messages.add(message);
        notifyAll();
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
    over(code, why);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    over(BROKEN, String.valueOf(cause));
  }

  private synchronized void over(int code, String why) {
    if (closed == 0) {
      closed = code;
      reason = why;
      notifyAll();
    }
  }

  /** Says something. */
  public void say(String message) {
    WebSocket unused = open().sendText(message, true).join();
  }

  private WebSocket open() {
    WebSocket now = socket;
    if (now == null) {
      throw new IllegalStateException("not connected");
    }
    return now;
  }

  /** Waits for a message like that, and gives it. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    return await(() -> find(wanted), "a message that is wanted");
  }

  /** Waits for a message of that type. */
  public JsonNode awaitType(String type) {
    return await(message -> message.path("type").asString("").equals(type));
  }

  /** Waits until the connection is closed, and gives the code. */
  public int awaitClosed() {
    return await(this::code, "the close");
  }

  private synchronized @Nullable JsonNode find(Predicate<JsonNode> wanted) {
    return messages.stream().filter(wanted).findFirst().orElse(null);
  }

  private synchronized @Nullable Integer code() {
    return closed == 0 ? null : closed;
  }

  /** Why it was closed. */
  public synchronized String reason() {
    return reason;
  }

  /** All that it was told. */
  public synchronized List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  private synchronized <T> T await(java.util.function.Supplier<@Nullable T> found, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T result = found.get();
    while (result == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited in vain for " + what + "; told: " + messages + closed);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
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
