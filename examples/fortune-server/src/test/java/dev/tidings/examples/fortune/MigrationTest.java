package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What docs/migration.md shows is what comes, line by line. */
class MigrationTest {
  private static final String TOKEN = Jwts.of("older client");
  private static final String ANY = "…";
  private static final Pattern BLOCK =
      Pattern.compile("<!-- replay: (.+?) -->\n```json\n(.*?)\n```", Pattern.DOTALL);
  private static final Map<String, List<JsonNode>> SHOWN = shown();

  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model);

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private static Map<String, List<JsonNode>> shown() {
    try {
      String document = Files.readString(Path.of("..", "..", "docs", "migration.md"));
      Map<String, List<JsonNode>> blocks = new HashMap<>();
      for (MatchResult block : BLOCK.matcher(document).results().toList()) {
        blocks.put(block.group(1), block.group(2).lines().map(Answer::parse).toList());
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> shown(String name) {
    List<JsonNode> lines = SHOWN.getOrDefault(name, List.of());
    assertThat(lines).as(name).isNotEmpty();
    return lines;
  }

  /** The same names in the same order, and the same values but where anything will do. */
  private static void assertAsShown(JsonNode real, JsonNode shown) {
    if (shown.isString() && shown.stringValue().equals(ANY)) {
      assertThat(real.isMissingNode()).isFalse();
    } else if (shown.isObject()) {
      assertThat(Answer.names(real)).as(real.toString()).isEqualTo(Answer.names(shown));
      shown.propertyNames().forEach(name -> assertAsShown(real.path(name), shown.path(name)));
    } else {
      assertThat(real).isEqualTo(shown);
    }
  }

  private JsonNode ask(String path) {
    JsonNode answer = server.post(path, TOKEN, shown("body").get(0).toString()).ok();
    assertAsShown(answer, shown("POST " + path).get(0));
    return answer;
  }

  private List<JsonNode> streamOf(String path, String task) {
    try (SseClient stream = SseClient.open(server.at(path + task + "?token=" + TOKEN))) {
      return new ArrayList<>(stream.awaitEnd().stream().map(Received::json).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TestServer.ASYNC, TestServer.STREAMING})
  void eitherApiAnswersAsShownAndBothStreamsTellTheTaskAsShown(String api) {
    String task = ask(api + "/ask-question").path("task_id").asString();
    model.next().begin().word("It will go well.").finish("stop");

    for (String path : List.of(TestServer.ASYNC + "/sse/", TestServer.STREAMING + "/sse/")) {
      List<JsonNode> events = streamOf(path, task);
      List<JsonNode> shown = shown("GET " + path);
      assertThat(events).as(path).hasSameSizeAs(shown);
      for (int i = 0; i < shown.size(); i++) {
        assertAsShown(events.get(i), shown.get(i));
      }
    }
  }

  @Test
  void failureIsToldAsShown() {
    String task = ask(TestServer.ASYNC + "/ask-question").path("task_id").asString();
    model.next().begin().word("It will").kill();

    for (String path : List.of(TestServer.ASYNC + "/sse/", TestServer.STREAMING + "/sse/")) {
      List<JsonNode> events = streamOf(path, task);
      assertAsShown(events.get(events.size() - 1), shown("failure GET " + path).get(0));
    }
  }

  /** What the older clients do with a stream: these five kinds, in this order, and no more. */
  @Test
  void olderClientFindsNothingThatItDoesNotKnow() {
    JsonNode asked = ask(TestServer.ASYNC + "/ask-question");
    model.next().answer("It will go well.");
    int bar = -1;
    String result = "";
    for (JsonNode event : streamOf(asked.path("sse_url").asString(), "")) {
      assertThat(result).as("nothing after the end").isEmpty();
      switch (event.path("type").asString()) {
        case "status", "progress" -> {
          assertThat(event.path("progress").intValue()).isGreaterThanOrEqualTo(bar);
          bar = event.path("progress").intValue();
        }
        case "complete" -> result = event.path("result").path("response").asString();
        case "ping" -> assertThat(Answer.names(event)).containsExactly("type");
        default -> throw new AssertionError("unknown to older clients: " + event);
      }
    }
    assertThat(result).isEqualTo("It will go well.");
  }
}
