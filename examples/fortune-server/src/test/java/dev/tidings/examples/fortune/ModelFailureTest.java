package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import dev.tidings.examples.fortune.SseClient.Received;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What a user sees when the model fails: one end, with a code, a sentence and what there was. */
class ModelFailureTest {
  private static final String TOKEN = Jwts.of("unlucky");
  private final FakeModel model = new FakeModel();

  @AfterEach
  void stop() {
    model.close();
  }

  private static JsonNode failureOf(SseClient stream) {
    List<Received> events = stream.awaitEnd();
    assertThat(events)
        .filteredOn(e -> e.type().equals("enhanced_error") || e.type().equals("enhanced_complete"))
        .hasSize(1);
    assertThat(events)
        .noneSatisfy(e -> assertThat(e.json().path("progress").asInt(0)).isEqualTo(100));
    JsonNode error = events.get(events.size() - 1).json();
    assertThat(Answer.names(error))
        .contains(
            "type", "task_id", "timestamp", "error", "code", "stage", "retryable", "retry_allowed");
    assertThat(error.path("type").asString()).isEqualTo("enhanced_error");
    assertThat(error.path("error").asString()).isNotBlank().doesNotContain("Exception");
    assertThat(error.path("retryable")).isEqualTo(error.path("retry_allowed"));
    return error;
  }

  static Stream<Arguments> failures() {
    String json = "Content-Type: application/json\r\n";
    return Stream.of(
        failure("a 400", 1, "llm_rejected", e -> e.refuse(400, "")),
        failure("a 401", 1, "llm_rejected", e -> e.refuse(401, "")),
        failure("a 404", 1, "llm_rejected", e -> e.refuse(404, "")),
        failure("three 429", 3, "llm_rate_limited", e -> e.refuse(429, "Retry-After: 0\r\n")),
        failure("three 500", 3, "llm_unavailable", e -> e.refuse(500, "Retry-After: 0\r\n")),
        failure("three 503", 3, "llm_unavailable", e -> e.refuse(503, "Retry-After: 0\r\n")),
        failure("three resets", 3, "llm_unavailable", Exchange::kill),
        failure("three early ends", 3, "llm_unavailable", e -> e.begin().end()),
        failure(
            "three malformed chunks",
            3,
            "llm_unavailable",
            e -> e.begin().write("data: {{\n\n").end()),
        failure(
            "HTML",
            1,
            "llm_unavailable",
            e -> e.respond(200, "Content-Type: text/html\r\n", "<p>hi")),
        failure("no content at all", 1, "llm_unavailable", e -> e.begin().finish("stop")),
        failure("a content filter", 1, "llm_rejected", e -> e.begin().finish("content_filter")),
        failure(
            "an error inside a 200",
            1,
            "llm_rejected",
            e ->
                e.respond(
                    200,
                    json,
                    "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"m\"}}")));
  }

  private static Arguments failure(
      String what, int requests, String code, Consumer<Exchange> answer) {
    return Arguments.of(what, requests, code, answer);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("failures")
  void failureBeforeAnyContentHasItsCode(
      String what, int requests, String code, Consumer<Exchange> answer) {
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      for (int i = 0; i < requests; i++) {
        answer.accept(model.next());
      }

      JsonNode error = failureOf(stream);
      assertThat(error.path("code").asString()).isEqualTo(code);
      assertThat(error.path("stage").asString()).isEqualTo("generating_llm");
      assertThat(error.has("partial_response")).isFalse();
      assertThat(model.requests()).isEqualTo(requests);
    }
  }

  @Test
  void failureThatPassesIsSeenAsAFurtherTryAtTheSamePercent() {
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      model.next().refuse(429, "Retry-After: 0\r\n");
      model.next().kill();
      model.next().answer("好");

      List<Received> events = stream.awaitEnd();
      assertThat(events).last().extracting(Received::type).isEqualTo("enhanced_complete");
      assertThat(events)
          .filteredOn(e -> e.json().path("progress").asInt(0) == 65)
          .extracting(e -> e.json().path("message_key").asString())
          .containsExactly("llm.sent", "llm.attempt", "llm.attempt");
      assertThat(events)
          .filteredOn(e -> e.type().equals("enhanced_data"))
          .filteredOn(e -> e.json().path("name").asString().equals("attempt"))
          .extracting(e -> e.json().path("data").path("reason").asString())
          .containsExactly("llm_rate_limited", "llm_unavailable");
    }
  }

  @Test
  void retryAfterOfARateLimitIsHandedOn() {
    try (TestServer server = TestServer.asking(model, "TIDINGS_TASK_DEADLINE_SECONDS", "60");
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      model.next().refuse(429, "Retry-After: 0\r\n");
      model.next().refuse(429, "Retry-After: 0\r\n");
      model.next().refuse(429, "Retry-After: 120\r\n");

      JsonNode error = failureOf(stream);
      assertThat(error.path("retryable").booleanValue()).isTrue();
      assertThat(error.path("retry_after_ms").longValue()).isEqualTo(120_000);
    }
  }

  @Test
  void answerThatBreaksOffIsTruncatedAndKept() {
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      Exchange answer = model.next().begin().word("只聽").word("耳邊");
      stream.await(e -> e.json().path("text").asString("").contains("邊"));
      answer.kill();

      JsonNode error = failureOf(stream);
      assertThat(error.path("code").asString()).isEqualTo("llm_truncated");
      assertThat(error.path("partial_response").asString()).isEqualTo("只聽耳邊");
      assertThat(error.path("retryable").booleanValue()).isTrue();
      assertThat(model.requests()).isEqualTo(1);
    }
  }

  @Test
  void modelThatNeverAnswersIsUnavailable() {
    try (TestServer server = TestServer.asking(model, "TIDINGS_FIRST_TOKEN_TIMEOUT_SECONDS", "1");
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      Exchange silent = model.next();

      assertThat(failureOf(stream).path("code").asString()).isEqualTo("llm_unavailable");
      assertThat(silent.seesClientGone()).isTrue();
    }
  }

  @Test
  void modelThatIsNotThereIsUnavailable() {
    model.close();
    try (TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      assertThat(failureOf(stream).path("code").asString()).isEqualTo("llm_unavailable");
    }
  }

  @Test
  void taskOverItsDeadlineEndsAndLetsTheModelGo() {
    try (TestServer server = TestServer.asking(model, "TIDINGS_TASK_DEADLINE_SECONDS", "1");
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      Exchange answer = model.next().begin().word("只聽");

      JsonNode error = failureOf(stream);
      assertThat(error.path("code").asString()).isEqualTo("deadline_exceeded");
      assertThat(error.path("partial_response").asString()).isEqualTo("只聽");
      assertThat(answer.seesClientGone()).isTrue();
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"zh", "en", "ja"})
  void failureIsToldInTheLanguageOfTheQuestion(String language) {
    try (TestServer server = TestServer.asking(model);
        SseClient stream =
            server.enhanced(server.ask(TOKEN, TestServer.question(language)), TOKEN)) {
      model.next().refuse(400, "");

      String sentence = failureOf(stream).path("error").asString();
      boolean kana = sentence.codePoints().anyMatch(c -> c >= 0x3040 && c < 0x3100);
      boolean han = sentence.codePoints().anyMatch(Character::isIdeographic);
      assertThat(kana ? "ja" : han ? "zh" : "en").as(sentence).isEqualTo(language);
    }
  }
}
