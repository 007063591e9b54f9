package dev.tidings.examples.hosts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.sse.OutputStreamSink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import java.io.IOException;
import java.util.concurrent.Executor;

/** On the JDK's own server, whose response is a stream that blocks. */
public final class JdkHost {
  private final SseTransport transport;
  private final Executor executor;

  /** A host of the tasks of that transport's hub. */
  public JdkHost(SseTransport transport, Executor executor) {
    this.transport = transport;
    this.executor = executor;
  }

  /** Adds the route of the streams. */
  public void register(HttpServer server) {
    server.createContext("/questions/", this::watch);
  }

  // snippet: jdk
  private void watch(HttpExchange exchange) throws IOException {
    String taskId = exchange.getRequestURI().getPath().substring("/questions/".length());
    SseResponse answer =
        transport.respond(
            StreamRequest.forTask(taskId)
                .lastEventId(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.kind() == StreamAnswer.Kind.STREAM) {
      exchange.sendResponseHeaders(answer.status(), 0);
      // Closing waits for a write that hangs, so it must not run on the thread that asks for it.
      Runnable close = () -> executor.execute(exchange::close);
      answer.stream(OutputStreamSink.unbreakable(exchange.getResponseBody(), close));
    } else {
      exchange.sendResponseHeaders(answer.status(), -1);
      exchange.close();
    }
  }
  // end of snippet
}
