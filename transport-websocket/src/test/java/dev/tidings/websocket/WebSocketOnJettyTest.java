package dev.tidings.websocket;

import dev.tidings.websocket.testing.Host;
import dev.tidings.websocket.testing.JettyHost;

class WebSocketOnJettyTest extends WebSocketContract {
  @Override
  Host start(WebSocketTransport transport) throws Exception {
    return new JettyHost(transport);
  }
}
