package dev.tidings.examples.fortune;

import dev.tidings.TaskView;
import dev.tidings.journal.JournalUnavailableException;
import dev.tidings.stream.StreamRequest;
import dev.tidings.websocket.CloseCode;
import dev.tidings.websocket.WebSocketResponse;
import dev.tidings.websocket.WebSocketTransport;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enhanced stream of a task over a WebSocket. A servlet beside Javalin's: Javalin takes every
 * WebSocket's handshake for one of its own routes and answers it before any handler.
 */
final class SocketRoute extends HttpServlet {
  /** What stands before the task's id. */
  static final String PATH = ChatRoutes.STREAMING + "/ws/";

  private static final Logger log = LoggerFactory.getLogger(SocketRoute.class);
  private static final long serialVersionUID = 1L;

  private final transient WebSocketTransport transport;
  private final transient OwnTasks tasks;
  private final transient Gate gate;
  private final transient OpenStreams open;

  SocketRoute(WebSocketTransport transport, OwnTasks tasks, Gate gate, OpenStreams open) {
    this.transport = transport;
    this.tasks = tasks;
    this.gate = gate;
    this.open = open;
  }

  /** Adds it to the Jetty under Javalin. */
  void install(JavalinConfig config) {
    config.jetty.modifyServletContextHandler(
        servlets -> {
          JakartaWebSocketServletContainerInitializer.configure(servlets, null);
          servlets.addServlet(new ServletHolder(this), PATH + "*");
        });
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AnswerHeaders.ALWAYS.forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    try {
      if (!request.getMethod().equals("GET")) {
        response.setHeader("Allow", "GET");
        throw Problem.methodNotAllowed(request.getMethod(), request.getRequestURI());
      }
      requireHandshake(request);
      open.add(accept(request, response));
    } catch (Problem refused) {
      response.setStatus(refused.status());
      refused.headers().forEach(response::setHeader);
      response.setContentType(Json.type(request.getRequestURI()));
      response.getOutputStream().write(Json.bytes(request.getRequestURI(), refused));
    }
  }

  /** Who may read is looked at first; then the container wants a handshake that it knows. */
  private CompletionStage<Void> accept(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    WebSocketResponse answer = answer(request);
    try {
      return answer.accept(request, response);
    } catch (IllegalStateException unknown) {
      throw Problem.invalid(
          "This is no handshake of WebSocket's version 13 over HTTP/1.1; use a WebSocket client.");
    }
  }

  private void requireHandshake(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query != null && !WellFormedQuery.decodes(query)) {
      throw Problem.malformedQuery();
    }
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw Problem.invalid(
          "This address speaks WebSocket only; the same stream is at sse/ in place of ws/.");
    }
    if (!transport.admits(request)) {
      throw Problem.foreignPage();
    }
  }

  /** Who may not read is told by a code that closes, for pages see nothing else. */
  private WebSocketResponse answer(HttpServletRequest request) {
    String id = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
    try {
      Identity identity = gate.identify(request, id);
      Optional<TaskView> task = tasks.find(id, identity);
      return transport.respond(
          StreamRequest.forTask(id)
              .lastEventId(request.getParameter("last_event_id"))
              .user(identity.user())
              .expiresAt(identity.expiresAt())
              .locale(Languages.of(request.getHeader("Accept-Language"))),
          task);
    } catch (Problem refused) {
      return WebSocketResponse.refusal(code(refused), refused.sentence());
    } catch (JournalUnavailableException away) {
      return WebSocketResponse.refusal(CloseCode.TRY_AGAIN_LATER, Problem.storeAway().sentence());
    } catch (RuntimeException fault) {
      log.error("WebSocket of {} failed", request.getRequestURI(), fault);
      return WebSocketResponse.refusal(CloseCode.TRY_AGAIN_LATER, Problem.internal().sentence());
    }
  }

  private static CloseCode code(Problem refused) {
    return switch (refused.status()) {
      case 401 -> CloseCode.UNAUTHORIZED;
      case 403 -> CloseCode.FORBIDDEN;
      case 404 -> CloseCode.UNKNOWN_TASK;
      case 429 -> CloseCode.TOO_MANY_STREAMS;
      default -> CloseCode.TRY_AGAIN_LATER;
    };
  }
}
