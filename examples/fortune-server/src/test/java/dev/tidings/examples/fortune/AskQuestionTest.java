package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What both ask-question calls take and refuse. */
class AskQuestionTest {
  private static final String ASK = TestServer.STREAMING + "/ask-question";
  private static final String ASK_ASYNC = TestServer.ASYNC + "/ask-question";
  private static final List<String> BOTH = List.of(ASK, ASK_ASYNC);
  private static final String TOKEN = Jwts.of("asker");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("TIDINGS_TASKS_PER_USER", "1000");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void streamingAskNamesTheTaskAndBothStreams() {
    JsonNode answer = server.post(ASK, TOKEN, TestServer.question("zh")).ok();

    String id = answer.path("task_id").asString();
    assertThat(Answer.names(answer))
        .containsExactly(
            "task_id",
            "sse_url",
            "enhanced_sse_url",
            "status",
            "streaming_enabled",
            "stream_ticket");
    assertThat(id).isNotBlank();
    assertThat(answer.path("sse_url").asString()).isEqualTo("/api/v1/async-chat/sse/" + id);
    assertThat(answer.path("enhanced_sse_url").asString())
        .isEqualTo("/api/v1/streaming-chat/sse/" + id);
    assertThat(answer.path("status").asString()).isEqualTo("queued");
    assertThat(answer.path("streaming_enabled").isBoolean()).isTrue();
    assertThat(answer.path("streaming_enabled").booleanValue()).isTrue();
  }

  @Test
  void asyncAskKeepsItsThreeFields() {
    JsonNode answer = server.post(ASK_ASYNC, TOKEN, TestServer.question("zh")).ok();

    String id = answer.path("task_id").asString();
    assertThat(Answer.names(answer)).containsExactly("task_id", "sse_url", "status");
    assertThat(answer.path("sse_url").asString()).isEqualTo("/api/v1/async-chat/sse/" + id);
    assertThat(answer.path("status").asString()).isEqualTo("queued");
  }

  @Test
  void languageAndStreamingHaveDefaults() {
    String body = "{\"deity_id\":\"guan_yu\",\"fortune_number\":40,\"question\":\"順利嗎\"}";
    JsonNode answer = server.post(ASK, TOKEN, body).ok();

    assertThat(answer.path("streaming_enabled").booleanValue()).isTrue();
    try (SseClient stream = server.enhanced(answer.path("task_id").asString(), TOKEN)) {
      JsonNode info = stream.awaitEnd().get(0).json().path("task_info");
      assertThat(info.path("language").asString()).isEqualTo("zh");
      assertThat(info.path("streaming_enabled").booleanValue()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "Application/JSON; charset=\"utf-8\"",
      })
  void jsonInUtf8IsTakenHoweverItIsWritten(String type) {
    byte[] body = TestServer.question("zh").getBytes(UTF_8);

    assertThat(BOTH)
        .allSatisfy(
            path -> assertThat(server.post(path, TOKEN, body, type).status()).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json;charset=big5",
        "application/json;charset=klingon",
        "application/json;charset=a b"
      })
  void anotherContentTypeIsRefused(String type) {
    byte[] body = TestServer.question("zh").getBytes(UTF_8);

    assertThat(BOTH)
        .allSatisfy(
            path -> server.post(path, TOKEN, body, type).refusedAs(415, "unsupported_media_type"));
  }

  @Test
  void missingContentTypeIsRefused() {
    byte[] body = TestServer.question("zh").getBytes(UTF_8);

    server.post(ASK, TOKEN, body, null).refusedAs(415, "unsupported_media_type");
  }

  static Stream<Arguments> wrongBodies() {
    return Stream.of(
        wrong("", "body"),
        wrong("{", "JSON"),
        wrong("{\"deity_id\":\"guan_yu\",}", "JSON"),
        wrong("[]", "object"),
        wrong("null", "object"),
        wrong("\"text\"", "object"),
        wrong(
            with("\"deity_id\":\"guan_yu\",\"fortune_number\":40,\"question\":\"q\"") + "x",
            "JSON"),
        wrong(with("\"deity_id\":\"guan_yu\",\"deity_id\":\"guan_yu\""), "JSON"),
        wrong(with("\"fortune_number\":40,\"question\":\"q\""), "'deity_id'"),
        wrong(with("\"deity_id\":null,\"fortune_number\":40,\"question\":\"q\""), "'deity_id'"),
        wrong(with("\"deity_id\":7,\"fortune_number\":40,\"question\":\"q\""), "'deity_id'"),
        wrong(with("\"deity_id\":\"guan_yu\",\"question\":\"q\""), "'fortune_number'"),
        wrong(number("0"), "'fortune_number'"),
        wrong(number("-1"), "'fortune_number'"),
        wrong(number("1.5"), "'fortune_number'"),
        wrong(number("40.0"), "'fortune_number'"),
        wrong(number("1e3"), "'fortune_number'"),
        wrong(number("\"40\""), "'fortune_number'"),
        wrong(number("true"), "'fortune_number'"),
        wrong(number("[40]"), "'fortune_number'"),
        wrong(number("-99999999999999999999"), "'fortune_number'"),
        wrong(with("\"deity_id\":\"guan_yu\",\"fortune_number\":40"), "'question'"),
        wrong(question("null"), "'question'"),
        wrong(question("[]"), "'question'"),
        wrong(question("\"\""), "'question'"),
        wrong(question("\" \\t\\r\\n\\u3000\\u00a0\\u0085 \""), "'question'"),
        wrong(question("\"" + "福".repeat(1001) + "\""), "'question'"),
        wrong(question("\"" + "😀".repeat(1001) + "\""), "'question'"),
        wrong(question("\"half \\ud83d\""), "'question'"),
        wrong(question("\"\\ude00 half\""), "'question'"),
        wrong(question("\"q\",\"language\":\"fr\""), "'language'"),
        wrong(question("\"q\",\"language\":\"ZH\""), "'language'"),
        wrong(question("\"q\",\"language\":1"), "'language'"),
        wrong(question("\"q\",\"enable_streaming\":\"yes\""), "'enable_streaming'"),
        wrong(question("\"q\",\"enable_streaming\":1"), "'enable_streaming'"));
  }

  private static Arguments wrong(String body, String named) {
    return Arguments.of(body, named);
  }

  private static String with(String fields) {
    return "{" + fields + "}";
  }

  private static String number(String value) {
    return with("\"deity_id\":\"guan_yu\",\"question\":\"q\",\"fortune_number\":" + value);
  }

  private static String question(String value) {
    return with("\"deity_id\":\"guan_yu\",\"fortune_number\":40,\"question\":" + value);
  }

  @ParameterizedTest
  @MethodSource("wrongBodies")
  void wrongBodyIsRefusedAndNamesWhatIsWrong(String body, String named) {
    for (String path : BOTH) {
      assertThat(server.post(path, TOKEN, body).refusedAs(400, "invalid_request")).contains(named);
    }
  }

  @Test
  void bodyThatIsNotUtf8IsRefused() {
    byte[] body = TestServer.question("zh").getBytes(UTF_8);
    body[body.length - 20] = (byte) 0xff;

    Answer answer = server.post(ASK, TOKEN, body, "application/json");

    assertThat(answer.refusedAs(400, "invalid_request")).contains("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "2147483648", "444444444444", "99999999999999999999999999"})
  void poemBeyondTheRangeIsUnknownAndTheRangeNamed(String number) {
    for (String path : BOTH) {
      String detail = server.post(path, TOKEN, number(number)).refusedAs(400, "unknown_poem");
      assertThat(detail).contains("'fortune_number'", "1 to 100", "guan_yu");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 1_001, 50_000})
  void numberOfManyDigitsIsBeyondTheRangeToo(int digits) {
    String body = number("4".repeat(digits));

    assertThat(server.post(ASK, TOKEN, body).refusedAs(400, "unknown_poem"))
        .contains("'fortune_number'", "1 to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "", "Guan_Yu ", "../guan_yu"})
  void unknownDeityIsRefused(String deity) {
    String body = TestServer.question("zh").replace("guan_yu", deity);

    assertThat(server.post(ASK, TOKEN, body).refusedAs(400, "unknown_deity")).contains("deity_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"福", "😀"})
  void thousandCodePointsAreTakenAndSpaceAroundThemDoesNotCount(String character) {
    String body = question("\"\\u3000 \\n" + character.repeat(1000) + "\\u3000\\t\"");

    assertThat(server.post(ASK, TOKEN, body).status()).isEqualTo(200);
  }

  @Test
  void strippedQuestionIsTheOneThatIsAsked() {
    try (FakeModel model = new FakeModel();
        TestServer asking = TestServer.asking(model)) {
      asking.ask(TOKEN, question("\"\\u3000\\u2003 Will it 😀 go\\u3000well? \\u3000\\n\""));

      String prompt = model.next().body().path("messages").path(1).path("content").asString();
      assertThat(prompt).contains(">\nWill it 😀 go\u3000well?\n<");
    }
  }

  @Test
  void bodyOver64KiBIsTooLargeWithALengthAndWithout() {
    byte[] fits = padded(64 * 1024);
    byte[] over = padded(64 * 1024 + 1);

    for (String path : BOTH) {
      assertThat(server.post(path, TOKEN, fits, "application/json").status()).isEqualTo(200);
      assertThat(server.send(chunked(path, fits)).status()).isEqualTo(200);
      server.post(path, TOKEN, over, "application/json").refusedAs(413, "too_large");
      server.send(chunked(path, over)).refusedAs(413, "too_large");
    }
  }

  private static byte[] padded(int size) {
    byte[] json = TestServer.question("en", "q", true).getBytes(UTF_8);
    byte[] body = new byte[size];
    java.util.Arrays.fill(body, (byte) ' ');
    System.arraycopy(json, 0, body, 0, json.length);
    return body;
  }

  private static HttpRequest.Builder chunked(String path, byte[] body) {
    return TestServer.authorized(HttpRequest.newBuilder(server.at(path)), TOKEN)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }
}
