package dev.tidings.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.stream.TaskStreams;
import dev.tidings.websocket.WebSocketTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocketServletTest {
  @Test
  void servletTellsATaskOverAWebSocket() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    try (ProgressHub hub = ProgressHub.builder().build();
        TaskStreams streams = TaskStreams.of(hub)) {
      ServletContextHandler context = new ServletContextHandler();
      context.addServlet(
          new ServletHolder(new SocketServlet(hub, WebSocketTransport.of(streams))), "/socket/*");
      JakartaWebSocketServletContainerInitializer.configure(context, null);
      server.setHandler(context);
      server.start();
      ProgressTracker task = hub.start(Task.create("task_1"));
      task.complete(TaskResult.of("done"));

      URI address = URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/socket/task_1");
      assertThat(read(address))
          .startsWith("{\"type\":\"enhanced_status\"")
          .contains("{\"type\":\"enhanced_complete\"")
          .endsWith("-3e\"}");
    } finally {
      server.stop();
    }
  }

  /** All that is said until the server closes. */
  private static String read(URI address) throws Exception {
    StringBuilder said = new StringBuilder();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence data, boolean last) {
            said.append(data);
            socket.request(1);
            return null;
          }

          @Override
          public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
          }

          @Override
          public void onError(WebSocket socket, Throwable fault) {
            closed.completeExceptionally(fault);
          }
        };
    WebSocket unused =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, listener).join();
    assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
    return said.toString();
  }
}
