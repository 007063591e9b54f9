package dev.tidings.websocket.internal;

import dev.tidings.stream.Sink;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket. The container calls it, one call at a time, and none of its threads is
 * held. A client has one thing to say, so all it may send is small and of small number.
 */
public final class StreamEndpoint extends Endpoint {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.websocket");

  /** Many times what a client has to say. */
  private static final int LONGEST_MESSAGE = 1024;

  private static final int MOST_MESSAGES = 32;

  /** Opens the stream of a client that was let in. */
  @FunctionalInterface
  public interface Opener {
    /** A session that writes to that sink. */
    dev.tidings.stream.Session open(Sink sink);
  }

  private final Opener opener;
  private final Runnable cancel;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile @Nullable WebSocketSink sink;
  private int received;

  /**
   * An endpoint for one connection.
   *
   * @param opener opens the stream
   * @param cancel ends the task as cancelled; it must not block
   */
  public StreamEndpoint(Opener opener, Runnable cancel) {
    this.opener = opener;
    this.cancel = cancel;
  }

  /** Completes when the connection is closed on this side. */
  public CompletableFuture<Void> closed() {
    return closed;
  }

  @Override
  public void onOpen(Session socket, EndpointConfig config) {
    // Sessions keep their own time.
    socket.setMaxIdleTimeout(0);
    socket.setMaxTextMessageBufferSize(LONGEST_MESSAGE);
    socket.setMaxBinaryMessageBufferSize(LONGEST_MESSAGE);
    WebSocketSink opened = new WebSocketSink(socket, Breaker.of(socket));
    sink = opened;
    socket.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::received);
    socket.addMessageHandler(
        ByteBuffer.class,
        (MessageHandler.Whole<ByteBuffer>)
            bytes -> opened.dismiss(CloseCodes.CANNOT_ACCEPT, "only text messages are read here"));
    opener.open(opened).onEnd(reason -> opened.close());
  }

  private void received(String message) {
    WebSocketSink current = sink;
    if (current == null) {
      return;
    }
    if (++received > MOST_MESSAGES) {
      current.dismiss(
          CloseCodes.VIOLATED_POLICY, "a client may send " + MOST_MESSAGES + " messages");
    } else if (ClientMessage.isCancel(message)) {
      cancel.run();
    }
  }

  @Override
  public void onClose(Session socket, CloseReason reason) {
    over(new IOException("the WebSocket was closed: " + reason));
  }

  @Override
  public void onError(Session socket, Throwable fault) {
    log.debug("WebSocket {} failed", socket.getId(), fault);
    over(fault);
  }

  private void over(Throwable cause) {
    closed.complete(null);
    WebSocketSink current = sink;
    if (current != null) {
      current.gone(cause);
    }
  }
}
