package dev.tidings.websocket.testing;

import dev.tidings.stream.StreamRequest;
import dev.tidings.websocket.WebSocketResponse;
import dev.tidings.websocket.WebSocketTransport;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A container whose one servlet lets everybody read every task, at {@code /TASK_ID}. */
public abstract class Host implements AutoCloseable {
  private final BlockingQueue<CompletionStage<Void>> accepted = new LinkedBlockingQueue<>();

  /** What it listens on, on loopback. */
  public abstract int port();

  /** Stops it. */
  @Override
  public abstract void close();

  /** Where to read a task. */
  public final URI task(String id) {
    return URI.create("ws://127.0.0.1:" + port() + "/" + id);
  }

  /** What it said of the connections, in their order. */
  public final BlockingQueue<CompletionStage<Void>> accepted() {
    return accepted;
  }

  /** Asks the transport; a user, an id or an expiry come as parameters. */
  final class TaskServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WebSocketTransport transport;

    TaskServlet(WebSocketTransport transport) {
      this.transport = transport;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (!transport.admits(request)) {
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
        return;
      }
      String id = request.getPathInfo().substring(1);
      StreamRequest asked =
          StreamRequest.forTask(id).lastEventId(request.getParameter("last_event_id"));
      if (request.getParameter("user") != null) {
        asked = asked.user(request.getParameter("user"));
      }
      if (request.getParameter("expires_at") != null) {
        asked = asked.expiresAt(Instant.parse(request.getParameter("expires_at")));
      }
      WebSocketResponse answer = transport.respond(asked, transport.streams().hub().find(id));
      accepted.add(answer.accept(request, response));
    }
  }
}
