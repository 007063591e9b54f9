package dev.tidings.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.websocket.internal.OneConnection;
import dev.tidings.websocket.internal.RefusalEndpoint;
import dev.tidings.websocket.internal.StreamEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How to answer a request for a WebSocket. A refusal too is accepted first and closed then, because
 * a page cannot read how a handshake was refused.
 */
public final class WebSocketResponse {
  /** The longest reason that a close frame holds, in bytes of UTF-8. */
  private static final int LONGEST_REASON = 123;

  private final @Nullable CloseCode refusal;
  private final String detail;
  private final StreamEndpoint.@Nullable Opener opener;
  private final Runnable cancel;

  private WebSocketResponse(
      @Nullable CloseCode refusal,
      String detail,
      StreamEndpoint.@Nullable Opener opener,
      Runnable cancel) {
    this.refusal = refusal;
    this.detail = detail;
    this.opener = opener;
    this.cancel = cancel;
  }

  static WebSocketResponse stream(StreamEndpoint.Opener opener, Runnable cancel) {
    return new WebSocketResponse(null, "", opener, cancel);
  }

  /**
   * An answer that lets nobody in; for what a host decides, such as that a token is wrong.
   *
   * @param detail one plain sentence on why; what is beyond 123 bytes of UTF-8 is not told
   */
  public static WebSocketResponse refusal(CloseCode code, String detail) {
    return new WebSocketResponse(code, detail, null, () -> {});
  }

  /** The code that closes the connection at once; empty if the answer is a stream. */
  public Optional<CloseCode> refused() {
    return Optional.ofNullable(refusal);
  }

  /** The reason of a refusal, in one plain sentence; empty otherwise. */
  public String detail() {
    return detail;
  }

  /**
   * The call upgrades the request, once, on its own thread; the container opens the stream, or
   * closes the connection with the reason, when the request is done. Nothing else may write the
   * response.
   *
   * @return completes when the connection is closed on this side
   * @throws IOException if the handshake failed; the response says so
   * @throws IllegalStateException if the host has no Jakarta WebSocket container
   */
  @CanIgnoreReturnValue
  public CompletionStage<Void> accept(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object container = request.getServletContext().getAttribute(ServerContainer.class.getName());
    if (!(container instanceof ServerContainer websockets)) {
      throw new IllegalStateException(
          "this web application has no Jakarta WebSocket container; add the host's, for example"
              + " jetty-ee10-websocket-jakarta-server or tomcat-embed-websocket");
    }
    CompletableFuture<Void> closed = CompletableFuture.completedFuture(null);
    Endpoint endpoint;
    if (opener == null) {
      endpoint = new RefusalEndpoint(reason());
    } else {
      StreamEndpoint stream = new StreamEndpoint(opener, cancel);
      endpoint = stream;
      closed = stream.closed();
    }
    try {
      websockets.upgradeHttpToWebSocket(
          request, response, new OneConnection(endpoint).config(), Map.of());
    } catch (DeploymentException fault) {
      throw new IOException("the container refused the WebSocket", fault);
    }
    return closed;
  }

  private CloseReason reason() {
    int number = refusal == null ? CloseCode.COMPLETE.number() : refusal.number();
    return new CloseReason(CloseCodes.getCloseCode(number), fitting(detail));
  }

  /** As many whole characters as a close frame holds. */
  private static String fitting(String text) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int next = end + Character.charCount(text.codePointAt(end));
      bytes += text.substring(end, next).getBytes(UTF_8).length;
      if (bytes > LONGEST_REASON) {
        break;
      }
      end = next;
    }
    return text.substring(0, end);
  }
}
