package dev.tidings.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.Retrieval;
import dev.tidings.sse.SseTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    try (RunningHost host = RunningHost.servlet(hub, pipeline, transport)) {
      asksAndWatches(host.questions());
    }
  }

  @Test
  void javalinAnswersAndStreams() throws Exception {
    try (RunningHost host = RunningHost.javalin(hub, pipeline, transport)) {
      asksAndWatches(host.questions());
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
    String stream = watch(questions, asked.body());
    assertThat(stream)
        .startsWith("retry: 2000\n\nid: run1-1\ndata: {\"type\":\"enhanced_status\"")
        .contains("\"text\":\"You asked: Why\"")
        .endsWith("}\n\n");
  }

  private String watch(URI questions, String id) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(questions + "/" + id))
            .timeout(Duration.ofSeconds(20))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
