package dev.tidings.websocket.internal;

import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/**
 * Gives a container the endpoint of one connection, and lets it negotiate nothing: messages are
 * small and many, and compressing them would keep memory for each client.
 */
public final class OneConnection extends ServerEndpointConfig.Configurator {
  private final Endpoint endpoint;

  /** For that endpoint's connection. */
  public OneConnection(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** What to upgrade with; the path is only a name, the host has routed the request. */
  public ServerEndpointConfig config() {
    return ServerEndpointConfig.Builder.create(endpoint.getClass(), "/tidings")
        .configurator(this)
        .build();
  }

  @Override
  public <T> T getEndpointInstance(Class<T> type) {
    return type.cast(endpoint);
  }

  @Override
  public boolean checkOrigin(String origin) {
    // The transport has.
    return true;
  }

  @Override
  public List<Extension> getNegotiatedExtensions(
      List<Extension> installed, List<Extension> requested) {
    return List.of();
  }
}
