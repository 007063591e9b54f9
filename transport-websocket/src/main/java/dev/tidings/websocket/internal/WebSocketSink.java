package dev.tidings.websocket.internal;

import dev.tidings.stream.Sink;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each message of a session as a text message, one after the other, and no thread waits for
 * the client. The container's word that a message is gone only asks for a turn; the next message is
 * sent in that.
 *
 * <p>Jakarta WebSocket has two gaps that show here. It tells of a message only when all of it has
 * been taken, so a large one is given {@linkplain #extraTime more time}. And it has no call that
 * closes without waiting (jakartaee/websocket issue 216), so {@link #end} only notes the code, and
 * {@link #close} is for a thread that may block.
 */
final class WebSocketSink implements Sink {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.websocket");

  /** What the slowest client that is never cut off reads in a second. */
  private static final int SLOWEST_BYTES = 16 * 1024;

  /** How long a client may take to answer that the stream is over. */
  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  /** What Tomcat goes by there; others go by the idle time-out. */
  private static final String TOMCAT_LAST_WORD =
      "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT";

  /** Whether a message is on its way, and whether the session wants to know when it is gone. */
  private enum State {
    READY,
    SENDING,
    AWAITED
  }

  private final Session socket;
  private final @Nullable Runnable breaker;
  private final AtomicReference<State> state = new AtomicReference<>(State.READY);
  private final AtomicReference<@Nullable CloseReason> farewell = new AtomicReference<>();

  /** Only the session's turns touch it. */
  private final Messages messages = new Messages();

  private volatile Runnable ready = () -> {};
  private volatile Consumer<Throwable> gone = cause -> {};
  private volatile Duration extraTime = Duration.ZERO;

  /**
   * A sink of an open WebSocket.
   *
   * @param breaker breaks the connection at once, on any thread; null where the container cannot
   */
  WebSocketSink(Session socket, @Nullable Runnable breaker) {
    this.socket = socket;
    this.breaker = breaker;
  }

  @Override
  public void start(Runnable onReady, Consumer<Throwable> onGone) {
    ready = onReady;
    gone = onGone;
  }

  /** The client, or its connection, is gone. */
  void gone(Throwable cause) {
    gone.accept(cause);
  }

  @Override
  public boolean ready() throws IOException {
    while (isFree()) {
      Messages.Message next = messages.next();
      if (next == null) {
        return true;
      }
      send(next);
    }
    return false;
  }

  private boolean isFree() {
    State now = state.get();
    return now == State.READY
        || (now == State.SENDING && !state.compareAndSet(now, State.AWAITED) && isFree());
  }

  private void send(Messages.Message message) throws IOException {
    extraTime = Duration.ofMillis(message.bytes() * 1000L / SLOWEST_BYTES);
    state.set(State.SENDING);
    try {
      socket.getAsyncRemote().sendText(message.text(), this::sent);
    } catch (RuntimeException closed) {
      throw new IOException("the WebSocket is closed", closed);
    }
  }

  private void sent(SendResult result) {
    boolean awaited = state.getAndSet(State.READY) == State.AWAITED;
    if (!result.isOK()) {
      gone.accept(result.getException());
    } else if (awaited) {
      ready.run();
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    messages.add(bytes);
    boolean unused = ready();
  }

  @Override
  public Duration extraTime() {
    return extraTime;
  }

  @Override
  public void end() {
    note(CloseCodes.NORMAL_CLOSURE, "");
  }

  @Override
  public void goAway() {
    note(CloseCodes.GOING_AWAY, "the server is stopping");
  }

  /** Ends the stream because of what the client sent, which it is told. */
  void dismiss(CloseCode code, String why) {
    note(code, why);
    gone.accept(new IOException(why));
  }

  private void note(CloseCode code, String why) {
    farewell.compareAndSet(null, new CloseReason(code, why));
  }

  @Override
  public void abort() {
    if (farewell.get() != null) {
      // The client is told why, and is cut off if it does not answer.
      return;
    }
    if (breaker == null) {
      note(CloseCodes.TRY_AGAIN_LATER, "the stream was cut off; come again");
    } else {
      breaker.run();
    }
  }

  @Override
  public boolean breaks() {
    return breaker != null;
  }

  /**
   * Closes with the code that was noted, if one was; may block as long as the container lets it.
   */
  void close() {
    CloseReason reason = farewell.get();
    if (reason != null) {
      close(socket, reason);
    }
  }

  /** Closes, and has the container break the connection of a client that does not answer. */
  static void close(Session socket, CloseReason reason) {
    try {
      socket.setMaxIdleTimeout(LAST_WORD.toMillis());
      socket.getUserProperties().put(TOMCAT_LAST_WORD, LAST_WORD.toMillis());
      socket.close(reason);
    } catch (IOException | IllegalStateException closed) {
      log.debug("WebSocket {} was closed already", socket.getId(), closed);
    }
  }
}
