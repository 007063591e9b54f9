/** The streams of Tidings tasks over WebSocket, on any Jakarta WebSocket container. */
module dev.tidings.websocket {
  requires transitive dev.tidings;
  requires dev.tidings.dialects;
  requires org.slf4j;
  requires tools.jackson.core;
  requires static jakarta.servlet;
  requires static jakarta.websocket;
  requires static jakarta.websocket.client;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.tidings.websocket;
}
