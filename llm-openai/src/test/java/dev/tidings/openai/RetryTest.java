package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatModelException;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final MockResponse ANSWER = Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE);

  private final MockWebServer server = new MockWebServer();
  private final Recorder recorder = new Recorder();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void ask() throws ChatModelException {
    try (OpenAiChatModel model = Models.at(server.url("/v1").toString()).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
    }
  }

  private ChatModelException failure(OpenAiChatModelBuilder builder) {
    try (OpenAiChatModel model = builder.build()) {
      return Models.failure(model, recorder);
    }
  }

  private ChatModelException failure() {
    return failure(Models.at(server.url("/v1").toString()));
  }

  private static MockResponse limited(String retryAfter) {
    return Sse.status(429, "{}").newBuilder().addHeader("Retry-After", retryAfter).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aPassingFailureIsTriedAgainAndThePromptIsReportedOnce(int status) throws Exception {
    server.enqueue(Sse.status(status, "{}"));
    server.enqueue(ANSWER);

    ask();

    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void theConnectionOfARefusalIsUsedAgain() throws Exception {
    server.enqueue(Sse.status(429, "{}"));
    server.enqueue(ANSWER);

    ask();

    server.takeRequest();
    assertThat(server.takeRequest().getConnectionIndex()).isZero();
  }

  @Test
  void threeFailuresAreEnough() {
    for (int i = 0; i < 4; i++) {
      server.enqueue(Sse.status(500, "{}"));
    }

    ChatModelException failure = failure();

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessage("the endpoint answered 500 (3 tries)");
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(recorder.calls()).containsExactly("sent");
  }

  @Test
  void retriesCanBeTurnedOff() {
    server.enqueue(Sse.status(503, "{}").newBuilder().addHeader("Retry-After", "0").build());

    assertThat(failure(Models.at(server.url("/v1").toString()).retries(0)).code())
        .isEqualTo(LLM_UNAVAILABLE);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aRejectionIsNotTriedAgain() {
    server.enqueue(Sse.status(400, "{}"));

    assertThat(failure().code()).isEqualTo(LLM_REJECTED);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theWaitIsNotShorterThanRetryAfter() throws Exception {
    server.enqueue(limited("1"));
    server.enqueue(ANSWER);

    long before = System.nanoTime();
    ask();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  @Timeout(10)
  void aRetryAfterBeyondTheTotalTimeoutIsNotWaitedFor() {
    server.enqueue(limited("3600"));

    ChatModelException failure = failure();

    assertThat(failure.code()).isEqualTo(LLM_RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theLastRateLimitTellsItsRetryAfter() {
    for (int i = 0; i < 3; i++) {
      server.enqueue(limited("0"));
    }

    ChatModelException failure = failure();

    assertThat(failure.code()).isEqualTo(LLM_RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ZERO);
  }

  @Test
  void aDisconnectBeforeContentIsTriedAgain() throws Exception {
    try (RawEndpoint endpoint =
            new RawEndpoint(
                connection -> connection.readRequest(),
                connection -> {
                  connection.readRequest();
                  connection.write(Sse.HEADERS + Sse.ROLE);
                },
                connection -> {
                  connection.readRequest();
                  connection.write(Sse.HEADERS + Sse.content("x") + Sse.STOP + Sse.DONE);
                });
        OpenAiChatModel model = Models.at(endpoint.baseUrl()).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());

      assertThat(endpoint.connections()).isEqualTo(3);
    }
    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void aDisconnectAfterContentIsNotTriedAgain() throws Exception {
    try (RawEndpoint endpoint =
        new RawEndpoint(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("x"));
            })) {
      assertThat(failure(Models.at(endpoint.baseUrl())).code()).isEqualTo(LLM_TRUNCATED);
      assertThat(endpoint.connections()).isEqualTo(1);
    }
  }

  @Test
  void nonsenseAndErrorObjectsBeforeContentAreTriedAgain() throws Exception {
    server.enqueue(Sse.response(Sse.event("{nonsense")));
    server.enqueue(Sse.response(Sse.event("{\"error\":{\"type\":\"overloaded_error\"}}")));
    server.enqueue(ANSWER);

    ask();

    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void anErrorObjectThatRejectsIsNotTriedAgain() {
    server.enqueue(Sse.response(Sse.event("{\"error\":{\"code\":\"invalid_api_key\"}}")));

    assertThat(failure().code()).isEqualTo(LLM_REJECTED);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }
}
