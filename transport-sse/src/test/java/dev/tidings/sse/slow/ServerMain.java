package dev.tidings.sse.slow;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Session;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Streams a task with much text to each reader, with the transport's defaults and accepted send
 * buffers of 16 KiB, and says when each session ended, and as what. Runs until it is ended.
 */
public final class ServerMain {
  private static final int SEND_BUFFER = 16 * 1024;
  private static final int PIECES = 2048;
  private static final String PIECE = "0123456789abcdef".repeat(128);

  private ServerMain() {}

  /** The first argument is the port, the others are the tasks. */
  public static void main(String[] args) throws Exception {
    ProgressHub hub = ProgressHub.of(StageModel.ragLlm());
    SseTransport transport = SseTransport.of(hub);
    for (String task : List.of(args).subList(1, args.length)) {
      ProgressTracker tracker = hub.start(Task.create(task));
      for (int i = 0; i < PIECES; i++) {
        tracker.token(PIECE);
      }
    }
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setPort(Integer.parseInt(args[0]));
    connector.setIdleTimeout(Duration.ofHours(1).toMillis());
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(new Streaming(transport));
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    server.setHandler(context);
    server.start();
    System.out.println("listening");
    server.join();
  }

  private static final class Streaming extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient SseTransport transport;

    Streaming(SseTransport transport) {
      this.transport = transport;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      String task = request.getPathInfo().substring(1);
      SseResponse answer =
          transport.respond(
              StreamRequest.forTask(task).lastEventId(request.getHeader("Last-Event-ID")));
      response.setStatus(answer.status());
      answer.headers().forEach(response::setHeader);
      if (answer.kind() == StreamAnswer.Kind.STREAM) {
        long from = System.nanoTime();
        Session session = answer.stream(JettySink.of(request.startAsync()));
        session.onEnd(
            reason ->
                System.out.printf(
                    "%s: %s after %.1f s%n", task, reason, (System.nanoTime() - from) / 1e9));
      }
    }
  }
}
