package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of one try; what is tried again is the business of {@link RetryTest}. */
class FailureTest {
  private static final String KEY = "sk-secret-42";

  private final MockWebServer server = new MockWebServer();
  private final RecordingChatListener recorder = new RecordingChatListener();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ChatModelException failure(String baseUrl) {
    try (OpenAiChatModel model =
        Models.at(baseUrl).apiKey(KEY).retries(0).maxAnswerLength(100).build()) {
      return Models.failure(model, recorder);
    }
  }

  private ChatModelException failure(MockResponse response) {
    server.enqueue(response);
    return failure(server.url("/v1").toString());
  }

  private ChatModelException failure(FaultServer.Script script) throws IOException {
    try (FaultServer endpoint = FaultServer.start(script)) {
      return failure(endpoint.uri("/v1").toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "302, llm_rejected",
    "400, llm_rejected",
    "401, llm_rejected",
    "403, llm_rejected",
    "404, llm_rejected",
    "408, llm_unavailable",
    "422, llm_rejected",
    "429, llm_rate_limited",
    "500, llm_unavailable",
    "503, llm_unavailable",
    "529, llm_unavailable"
  })
  void aStatusSaysWhatFailed(int status, FailureCode code) {
    ChatModelException failure = failure(Sse.status(status, "no JSON"));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining("answered " + status);
    assertThat(recorder.calls()).containsExactly("sent");
  }

  @Test
  void theKeyIsInNoTextOfTheFailure() {
    String body =
        "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\""
            + KEY
            + "\",\"message\":\""
            + KEY
            + " is wrong\"}}";

    ChatModelException failure = failure(Sse.status(401, body));

    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .contains("answered 401 (invalid_request_error); check apiKey")
        .doesNotContain(KEY);
  }

  @Test
  void aKeyOfLettersOnlyIsInNoTextEither() {
    String key = "secretkeyonlyletters";
    server.enqueue(Sse.status(401, "{\"error\":{\"code\":\"" + key + "\"}}"));
    server.enqueue(Sse.response(Sse.content("x"), Sse.finish(key), Sse.DONE));
    server.enqueue(
        Sse.response(
            Sse.event("{\"choices\":[{\"delta\":{\"refusal\":\"" + key + "\"}}]}"), Sse.DONE));
    try (OpenAiChatModel model =
        Models.at(server.url("/v1").toString()).apiKey(key).retries(0).build()) {
      assertThat(Models.failure(model, recorder))
          .hasMessage("the endpoint answered 401 ([apiKey]); check apiKey");
      assertThat(Models.failure(model, recorder)).isNull();
      assertThat(recorder.calls()).contains("finished [apiKey]");
      assertThat(Models.failure(model, recorder)).hasMessage("the model refuses: [apiKey]");
    }
  }

  @Test
  void aKeyToldInHalvesOrInCapitalsIsInNoTextEither() {
    String key = "firsthalfsecondhalf";
    server.enqueue(Sse.status(401, "{\"error\":{\"type\":\"firsthalf\",\"code\":\"secondhalf\"}}"));
    server.enqueue(Sse.status(401, "{\"error\":{\"type\":\"FIRSTHALFSECONDHALF\"}}"));
    try (OpenAiChatModel model =
        Models.at(server.url("/v1").toString()).apiKey(key).retries(0).build()) {
      assertThat(Models.failure(model, recorder)).hasMessageNotContainingAny("first", "second");
      assertThat(Models.failure(model, recorder)).hasMessageNotContaining("FIRST");
    }
  }

  @Test
  void aKeyInTheModelsNameOrInTheAnswerIsStruckOut() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.event("{\"model\":\"" + KEY + "\",\"choices\":[]}"),
            Sse.content("Authorization: Bearer " + KEY),
            Sse.STOP,
            Sse.DONE));
    try (OpenAiChatModel model = Models.at(server.url("/v1").toString()).apiKey(KEY).build()) {
      assertThat(model.stream(Models.QUESTION, recorder, Cancellation.none()).model())
          .isEqualTo("asked-model");
    }
    assertThat(recorder.pieces()).containsExactly("Authorization: Bearer [apiKey]");
  }

  @Test
  void aKeyInWhatIsNoHttpIsInNoTrace() throws IOException {
    ChatModelException failure =
        failure(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 " + KEY + "\r\n\r\n");
            });

    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(KEY).contains("does not speak HTTP");
  }

  @Test
  @Timeout(10)
  void aListOfVeryManyPartsTakesNoTime() {
    String parts = "\"a\",".repeat(60_000) + "\"a\"";
    server.enqueue(
        Sse.status(200, "{\"choices\":[{\"message\":{\"content\":[" + parts.repeat(20) + "]}}]}"));

    try (OpenAiChatModel model = Models.at(server.url("/v1").toString()).retries(0).build()) {
      assertThat(Models.failure(model, recorder).code()).isEqualTo(LLM_UNAVAILABLE);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.enqueue(
        new MockResponse.Builder().code(308).addHeader("Location", "/elsewhere").build());

    ChatModelException failure = failure(server.url("/v1").toString());

    assertThat(failure.code()).isEqualTo(LLM_REJECTED);
    assertThat(failure).hasMessageContaining("set baseUrl");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aPageIsNoAnswer() {
    ChatModelException failure =
        failure(
            new MockResponse.Builder()
                .addHeader("Content-Type", "text/html")
                .body("<p>Welcome</p>")
                .build());

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessageContaining("check baseUrl");
  }

  @Test
  void anErrorWhoseBodyBreaksOffIsJudgedByWhatHasCome() throws IOException {
    ChatModelException failure =
        failure(
            connection -> {
              connection.readRequest();
              connection.write(
                  Sse.head("429 Busy", "Content-Length: 500")
                      + "{\"error\":{\"code\":\"insufficient_quota\"}}");
            });

    assertThat(failure.code()).isEqualTo(LLM_REJECTED);
  }

  @Test
  void aRefusedConnectionIsUnavailable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(failure("http://127.0.0.1:" + port + "/v1").code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(recorder.calls()).isEmpty();
  }

  @Test
  void aConnectionClosedWithoutAnAnswerIsUnavailable() throws IOException {
    ChatModelException failure = failure(connection -> connection.readRequest());

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data: {\"choices\"", ": comment\n\n"})
  void aStreamThatEndsAfterContentIsTruncated(String rest) throws IOException {
    ChatModelException failure =
        failure(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("half") + rest);
            });

    assertThat(failure.code()).isEqualTo(LLM_TRUNCATED);
    assertThat(recorder.calls()).containsExactly("sent", "content half");
  }

  @Test
  void aConnectionResetAfterContentIsTruncated() throws IOException {
    CountDownLatch delivered = new CountDownLatch(1);
    recorder.onContent(text -> delivered.countDown());

    ChatModelException failure =
        failure(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("half"));
              Models.await(delivered);
              connection.reset();
            });

    assertThat(failure.code()).isEqualTo(LLM_TRUNCATED);
  }

  @Test
  void aStreamThatEndsWithoutContentIsUnavailable() {
    assertThat(failure(Sse.response(Sse.ROLE)).code()).isEqualTo(LLM_UNAVAILABLE);
  }

  @Test
  void malformedJsonIsUnavailableBeforeContentAndTruncatedAfter() {
    assertThat(failure(Sse.response(Sse.event("{nonsense"))).code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure(Sse.response(Sse.content("x"), Sse.event("{nonsense"))).code())
        .isEqualTo(LLM_TRUNCATED);
  }

  @Test
  void malformedJsonIsNotQuoted() {
    ChatModelException failure = failure(Sse.response(Sse.event("private words")));

    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("private");
  }

  @ParameterizedTest
  @CsvSource({
    "content_filter, llm_rejected",
    "error, llm_truncated",
    "insufficient_system_resource, llm_truncated"
  })
  void aReasonThatMeansNoAnswerIsAFailure(String reason, FailureCode code) {
    ChatModelException failure =
        failure(Sse.response(Sse.content("x"), Sse.finish(reason), Sse.DONE));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(recorder.calls()).containsExactly("sent", "content x");
  }

  @Test
  void anErrorObjectInsideASuccessIsJudgedByItsType() {
    String limited = "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}";

    assertThat(failure(Sse.response(Sse.event(limited), Sse.DONE)).code())
        .isEqualTo(LLM_RATE_LIMITED);
    assertThat(failure(Sse.status(200, limited)).code()).isEqualTo(LLM_RATE_LIMITED);
  }

  @Test
  void anErrorEventWithoutAnErrorObjectIsAnErrorToo() {
    assertThat(failure(Sse.response("event: error\ndata: {\"code\":400}\n\n")).code())
        .isEqualTo(LLM_REJECTED);
  }

  @Test
  void anErrorAfterContentIsTruncatedUnlessItIsAContentFilter() {
    assertThat(
            failure(
                    Sse.response(
                        Sse.content("x"), Sse.event("{\"error\":{\"type\":\"invalid_request\"}}")))
                .code())
        .isEqualTo(LLM_TRUNCATED);
    assertThat(
            failure(
                    Sse.response(
                        Sse.content("x"), Sse.event("{\"error\":{\"code\":\"content_filter\"}}")))
                .code())
        .isEqualTo(LLM_REJECTED);
  }

  @Test
  void anAnswerLongerThanPermittedIsBrokenOff() {
    ChatModelException failure =
        failure(
            Sse.response(
                Sse.content("x".repeat(60)), Sse.content("y".repeat(60)), Sse.STOP, Sse.DONE));

    assertThat(failure.code()).isEqualTo(LLM_TRUNCATED);
    assertThat(failure).hasMessageContaining("maxAnswerLength");
    assertThat(recorder.pieces()).containsExactly("x".repeat(60));
  }

  @Test
  void aTextLongerThanPermittedInOnePieceSaysSo() {
    server.enqueue(
        Sse.status(
            200, "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(66_000) + "\"}}]}"));

    ChatModelException failure = failure(server.url("/v1").toString());

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessageContaining("maxAnswerLength");
  }

  @Test
  void aLineWithoutAnEndIsBrokenOff() throws IOException {
    ChatModelException failure =
        failure(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("x") + "data: ");
              while (true) {
                connection.write("x".repeat(8192));
              }
            });

    assertThat(failure.code()).isEqualTo(LLM_TRUNCATED);
    assertThat(failure).hasMessageContaining("without the end of an event");
  }

  @Test
  void aBodyWithoutAnEndIsBrokenOff() throws IOException {
    ChatModelException failure =
        failure(
            connection -> {
              connection.readRequest();
              connection.write(Sse.head("200 OK", "Content-Type: application/json"));
              while (true) {
                connection.write(" ".repeat(8192));
              }
            });

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
  }
}
