package dev.tidings.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.Retrieval;
import dev.tidings.sse.SseTransport;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HostsTest {
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ProgressHub hub = ProgressHub.builder().epoch("run").build();
  private final SseTransport transport = SseTransport.of(hub);
  private final RagPipeline pipeline =
      RagPipeline.builder()
          .retriever(
              (query, listener, cancellation) ->
                  new Retrieval(
                      List.of(new Passage("Poem 40", "only listen", null, Map.of(), Map.of())),
                      null))
          .prompt(
              (query, passages) ->
                  List.of(new ChatMessage(ChatMessage.Role.USER, query.question())))
          .model(
              (request, listener, cancellation) -> {
                listener.sent();
                listener.content("You asked: " + request.messages().get(0).content());
                listener.finished("stop");
                return new ChatCompletion("echo", "stop", null, null);
              })
          .executor(executor)
          .build();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    transport.close();
    hub.close();
    executor.shutdownNow();
  }

  @Test
  void servletAnswersAndStreams() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServletContainerInitializer(
        (classes, application) ->
            new QuestionServlet(hub, pipeline, transport).register(application));
    server.setHandler(context);
    server.start();
    try {
      URI questions = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/questions");
      asksAndWatches(questions);
    } finally {
      server.stop();
    }
  }

  @Test
  void javalinAnswersAndStreams() throws Exception {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.host = "127.0.0.1";
              config.jetty.port = 0;
              new JavalinHost(hub, pipeline, transport).register(config.routes);
            });
    server.start();
    try {
      asksAndWatches(URI.create("http://127.0.0.1:" + server.port() + "/questions"));
    } finally {
      server.stop();
    }
  }

  @Test
  void jdkServerStreams() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    new JdkHost(transport, executor).register(server);
    server.start();
    try {
      ProgressTracker tracker = hub.start(Task.create("task_1"));
      tracker.complete(TaskResult.of("done"));
      watches(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/questions"), 1);
    } finally {
      server.stop(0);
    }
  }

  private void asksAndWatches(URI questions) throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(questions)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("question=Why"))
            .build();
    HttpResponse<String> asked = client.send(ask, HttpResponse.BodyHandlers.ofString());
    assertThat(asked.statusCode()).isEqualTo(200);
    String stream = watch(questions, asked.body(), "");
    assertThat(stream)
        .startsWith("retry: 2000\n\nid: run1-1\ndata: {\"type\":\"enhanced_status\"")
        .contains("\"text\":\"You asked: Why\"")
        .endsWith("}\n\n");
    String last = stream.substring(stream.lastIndexOf("id: ") + 4).lines().findFirst().orElse("");
    assertThat(status(questions, asked.body(), last)).isEqualTo(204);
    assertThat(status(questions, "task_unknown", "")).isEqualTo(404);
  }

  private void watches(URI questions, int number) throws Exception {
    String id = "task_" + number;
    String stream = watch(questions, id, "");
    assertThat(stream).contains("\"type\":\"enhanced_complete\"").contains("id: run1-3e\n");
    assertThat(watch(questions, id, "run1-2")).doesNotContain("id: run1-2\n").contains("run1-3e");
    assertThat(status(questions, id, "run1-3e")).isEqualTo(204);
    assertThat(status(questions, "task_unknown", "")).isEqualTo(404);
  }

  private String watch(URI questions, String id, String lastEventId)
      throws IOException, InterruptedException {
    HttpResponse<String> response = get(questions, id, lastEventId);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    return response.body();
  }

  private int status(URI questions, String id, String lastEventId)
      throws IOException, InterruptedException {
    return get(questions, id, lastEventId).statusCode();
  }

  private HttpResponse<String> get(URI questions, String id, String lastEventId)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(questions + "/" + id))
            .header("Last-Event-ID", lastEventId)
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
