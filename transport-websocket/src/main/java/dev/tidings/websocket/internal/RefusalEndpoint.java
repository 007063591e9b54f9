package dev.tidings.websocket.internal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** Lets a client in only to tell it why not: a page cannot read how a handshake was refused. */
public final class RefusalEndpoint extends Endpoint {
  private final CloseReason reason;

  /** An endpoint for one connection, closed at once. */
  public RefusalEndpoint(CloseReason reason) {
    this.reason = reason;
  }

  @Override
  public void onOpen(Session socket, EndpointConfig config) {
    WebSocketSink.close(socket, reason);
  }
}
