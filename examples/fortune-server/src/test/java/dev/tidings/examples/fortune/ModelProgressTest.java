package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each step comes when a connected model really does it, and not before. */
class ModelProgressTest {
  private static final String TOKEN = Jwts.of("asker");
  private final FakeModel model = new FakeModel();

  @AfterEach
  void stop() {
    model.close();
  }

  private static List<Integer> percents(List<Received> events) {
    return events.stream()
        .filter(event -> event.type().equals("enhanced_progress"))
        .map(event -> event.json().path("progress").intValue())
        .toList();
  }

  @Test
  void everyStepWaitsForItsCause() {
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      FakeModel.Exchange answer = model.next();
      stream.awaitProgress(65);
      assertThat(percents(stream.seen())).containsExactly(5, 25, 35, 45, 50, 65);

      // An answer that has begun without content is not content.
      answer.begin();
      answer.write(": keep-alive\n\n");
      answer.word("福".repeat(200));
      stream.awaitProgress(85);
      assertThat(percents(stream.seen())).containsExactly(5, 25, 35, 45, 50, 65, 75, 85);
      Received text = stream.awaitType("enhanced_token");
      assertThat(stream.seen().indexOf(stream.awaitProgress(75)))
          .isLessThan(stream.seen().indexOf(text));

      answer.word("壽".repeat(2000));
      stream.awaitProgress(91);
      assertThat(percents(stream.seen())).endsWith(75, 85, 91);

      answer.finish("stop");
      List<Received> events = stream.awaitEnd();
      assertThat(percents(events)).containsExactly(5, 25, 35, 45, 50, 65, 75, 85, 91, 92, 100);
      JsonNode result = events.get(events.size() - 1).json().path("result");
      assertThat(result.path("response").asString()).isEqualTo("福".repeat(200) + "壽".repeat(2000));
      assertThat(result.path("model").asString()).isEqualTo("fake-1");
    }
  }

  @Test
  void thoughtsAndToolsAreToldAndAreNoPartOfTheAnswer() {
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      FakeModel.Exchange answer = model.next().begin().think("想想 ").think("x".repeat(300));
      answer.callTool("c1", "almanac").word("只聽").finish("stop");

      List<JsonNode> facts =
          stream.awaitEnd().stream()
              .map(Received::json)
              .filter(event -> event.path("type").asString().equals("enhanced_data"))
              .skip(1)
              .toList();
      assertThat(facts)
          .extracting(fact -> fact.path("name").asString() + fact.path("data"))
          .containsExactly(
              "reasoning{\"length\":3}",
              "reasoning{\"length\":303}",
              "tool_call{\"id\":\"c1\",\"name\":\"almanac\",\"state\":\"requested\"}");
      assertThat(percents(stream.seen())).containsExactly(5, 25, 35, 45, 50, 65, 75, 76, 92, 100);
      assertThat(stream.seen().toString()).doesNotContain("xxx");
    }
  }

  @Test
  void textOfEveryKindComesOutAsTheModelWroteIt() {
    String odd = "  two spaces\n\r\n\r\u2028\u2029 \u0000 😀 data: x\n\nid: 7\n\n\"\\ </script> ";
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      FakeModel.Exchange answer = model.next().begin();
      odd.codePoints().forEach(point -> answer.word(Character.toString(point)));
      answer.finish("stop");

      List<Received> events = stream.awaitEnd();
      StringBuilder text = new StringBuilder();
      for (Received event : events) {
        if (event.type().equals("enhanced_token")) {
          String part = event.json().path("text").asString();
          assertThat(Character.isHighSurrogate(part.charAt(part.length() - 1))).isFalse();
          text.append(part);
        }
      }
      assertThat(text.toString()).isEqualTo(odd);
      assertThat(events.get(events.size() - 1).json().path("result").path("response").asString())
          .isEqualTo(odd);
    }
  }

  @Test
  void usageIsToldAndALengthLimitHalvesTheConfidence() {
    try (TestServer server = TestServer.asking(model)) {
      JsonNode whole = resultOf(server, "stop");
      JsonNode cut = resultOf(server, "length");

      assertThat(whole.path("usage"))
          .isEqualTo(
              Answer.parse("{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}"));
      assertThat(cut.path("finish_reason").asString()).isEqualTo("length");
      assertThat(cut.path("confidence").intValue())
          .isEqualTo(Math.round(whole.path("confidence").intValue() / 2f));
    }
  }

  private JsonNode resultOf(TestServer server, String finishReason) {
    try (SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      model
          .next()
          .begin()
          .word("好")
          .write(
              "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
                  + "\"total_tokens\":10}}\n\n")
          .finish(finishReason);
      List<Received> events = stream.awaitEnd();
      return events.get(events.size() - 1).json().path("result");
    }
  }

  @Test
  void modelIsAskedForAStreamWithThePoemAndTheQuestion() {
    try (TestServer server = TestServer.asking(model, "OPENAI_MODEL", "my-model")) {
      server.ask(TOKEN);
      FakeModel.Exchange request = model.next();

      assertThat(request.head()).startsWith("POST /v1/chat/completions HTTP/1.1");
      assertThat(request.body().path("model").asString()).isEqualTo("my-model");
      assertThat(request.body().path("stream").booleanValue()).isTrue();
      assertThat(request.body().path("messages").toString())
          .contains("只聽耳邊消息到", TestServer.QUESTION);
      request.answer("好");
    }
  }

  @Test
  void withOnlyAnAddressNoAuthorizationIsSent() {
    try (TestServer server = TestServer.asking(model)) {
      server.ask(TOKEN);
      FakeModel.Exchange request = model.next();

      assertThat(request.head().toLowerCase(Locale.ROOT)).doesNotContain("authorization");
      request.answer("好");
    }
  }

  @Test
  void keyIsSentAsABearerTokenAndNowhereShown() {
    String key = "sk-very-secret";
    try (TestServer server = TestServer.asking(model, "OPENAI_API_KEY", key);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      FakeModel.Exchange request = model.next();
      assertThat(request.head()).containsIgnoringCase("authorization: bearer " + key);
      request.respond(
          401,
          "Content-Type: application/json\r\n",
          "{\"error\":{\"message\":\"Incorrect API key provided: " + key + "\"}}");

      assertThat(stream.awaitEnd().toString()).contains("llm_rejected").doesNotContain(key);
    }
  }

  @Test
  void timeToGoIsToldOnlyOnceItWasLearned() {
    try (TestServer server = TestServer.start()) {
      assertThat(storyOf(server)).doesNotContain("eta_ms");
      for (int i = 0; i < 6; i++) {
        storyOf(server);
      }

      assertThat(storyOf(server)).contains("\"eta_ms\":");
    }
  }

  private static String storyOf(TestServer server) {
    try (SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      return stream.awaitEnd().toString();
    }
  }
}
