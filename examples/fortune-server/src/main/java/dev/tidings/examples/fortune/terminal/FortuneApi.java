package dev.tidings.examples.fortune.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of a fortune server that come before a task. */
final class FortuneApi {
  static final String STREAMING = "/api/v1/streaming-chat";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String server;
  private final HttpClient http;

  FortuneApi(URI server) {
    this.server = server.toString().replaceFirst("/+$", "");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
  }

  /** The address below which the calls about tasks are. */
  URI tasks() {
    return URI.create(server + STREAMING);
  }

  /**
   * A token of a user of its own.
   *
   * @throws RefusedException if the server gives none
   */
  String demoToken() throws IOException, InterruptedException, RefusedException {
    return field(post("/api/v1/auth/demo-token", "", Map.of()), "token");
  }

  /** Asks; the task's id. */
  String ask(String token, Map<String, Object> question)
      throws IOException, InterruptedException, RefusedException {
    return field(post(STREAMING + "/ask-question", token, question), "task_id");
  }

  private JsonNode post(String path, String token, Map<String, Object> body)
      throws IOException, InterruptedException, RefusedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(new LinkedHashMap<>(body))));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(UTF_8));
    JsonNode json = parse(response.body());
    if (response.statusCode() != 200) {
      String detail = json.path("detail").asString("");
      throw new RefusedException(
          response.statusCode(), detail.isEmpty() ? "HTTP " + response.statusCode() : detail);
    }
    return json;
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException other) {
      return JSON.createObjectNode();
    }
  }

  private static String field(JsonNode json, String name) throws IOException {
    String value = json.path(name).asString("");
    if (value.isEmpty()) {
      throw new IOException("the answer has no '" + name + "'; is this a fortune server?");
    }
    return value;
  }

  /** The server does not do it, and says why. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
