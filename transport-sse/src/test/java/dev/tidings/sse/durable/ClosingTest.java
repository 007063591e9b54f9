package dev.tidings.sse.durable;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The last message and the close come in one write, while readers are at the tail: none may take
 * the close and miss the message.
 */
class ClosingTest {
  private static final int ROUNDS = 200;
  private static final int PATIENCE_SECONDS = 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private StreamServer server;

  @BeforeEach
  void start() throws Exception {
    server = new StreamServer(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + "/v1/stream/" + path))
        .timeout(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  private CompletableFuture<HttpResponse<String>> read(String path) {
    return client.sendAsync(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> write(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "text/plain")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isBetween(200, 299);
    return response;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** What long-polls give from there on until one says that the stream is closed. */
  private String poll(String path, HttpResponse<String> first) throws Exception {
    StringBuilder text = new StringBuilder();
    HttpResponse<String> answer = first;
    while (true) {
      text.append(answer.body());
      if (header(answer, "Stream-Closed").equals("true")) {
        return text.toString();
      }
      String next = header(answer, "Stream-Next-Offset");
      answer = read(path + "?live=long-poll&offset=" + next).get(PATIENCE_SECONDS, SECONDS);
    }
  }

  @Test
  void whoIsAtTheTailIsToldTheLastMessageAndThenTheClose() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String path = "closing-" + round;
      String tail = header(write("PUT", path, "first "), "Stream-Next-Offset");
      List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
      List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
      for (String offset : List.of(tail, "now")) {
        polls.add(read(path + "?live=long-poll&offset=" + offset));
        streams.add(read(path + "?live=sse&offset=" + tail));
      }

      write("POST", path, "last", "Stream-Closed", "true");

      HttpResponse<String> atTail = polls.get(0).get(PATIENCE_SECONDS, SECONDS);
      assertThat(poll(path, atTail)).isEqualTo("last");
      // Whoever asked for what is new may have come after the close.
      assertThat(poll(path, polls.get(1).get(PATIENCE_SECONDS, SECONDS))).isIn("last", "");
      for (CompletableFuture<HttpResponse<String>> stream : streams) {
        String body = stream.get(PATIENCE_SECONDS, SECONDS).body();
        assertThat(body).containsOnlyOnce("last").containsOnlyOnce("streamClosed");
        assertThat(body.indexOf("last")).isLessThan(body.indexOf("streamClosed"));
      }
    }
  }
}
