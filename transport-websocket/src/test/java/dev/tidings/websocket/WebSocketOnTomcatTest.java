package dev.tidings.websocket;

import dev.tidings.websocket.testing.Host;
import dev.tidings.websocket.testing.Reader;
import dev.tidings.websocket.testing.TomcatHost;
import java.util.List;

class WebSocketOnTomcatTest extends WebSocketContract {
  @Override
  Host start(WebSocketTransport transport) throws Exception {
    return new TomcatHost(transport);
  }

  @Override
  List<Integer> broken() {
    return List.of(Reader.BROKEN, 1002);
  }
}
