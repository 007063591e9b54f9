package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.stream.StreamRequest;
import dev.tidings.websocket.WebSocketTransport;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tasks over WebSocket, on any Servlet 6 container with Jakarta WebSocket 2.1. */
public final class SocketServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ProgressHub hub;
  private final transient WebSocketTransport transport;

  /** A servlet for the tasks of that hub. */
  public SocketServlet(ProgressHub hub, WebSocketTransport transport) {
    this.hub = hub;
    this.transport = transport;
  }

  // snippet: socket
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!transport.admits(request)) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    String taskId = request.getPathInfo().substring(1);
    StreamRequest wanted =
        StreamRequest.forTask(taskId).lastEventId(request.getParameter("last_event_id"));
    transport.respond(wanted, hub.find(taskId)).accept(request, response);
  }
  // end of snippet
}
