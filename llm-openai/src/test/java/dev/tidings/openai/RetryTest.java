package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final RecordingChatListener recorder = new RecordingChatListener();

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
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504})
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
    try (FaultServer endpoint =
            FaultServer.start(
                connection -> connection.readRequest(),
                connection -> {
                  connection.readRequest();
                  connection.write(Sse.HEADERS + Sse.ROLE);
                },
                connection -> {
                  connection.readRequest();
                  connection.write(Sse.HEADERS + Sse.content("x") + Sse.STOP + Sse.DONE);
                });
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());

      assertThat(endpoint.connections()).isEqualTo(3);
    }
    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void aDisconnectAfterContentIsNotTriedAgain() throws Exception {
    try (FaultServer endpoint =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("x"));
            })) {
      assertThat(failure(Models.at(endpoint.uri("/v1").toString())).code())
          .isEqualTo(LLM_TRUNCATED);
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

  @Test
  void aUsedUpQuotaIsNotTriedAgain() {
    server.enqueue(Sse.status(429, "{\"error\":{\"code\":\"insufficient_quota\"}}"));

    assertThat(failure().code()).isEqualTo(LLM_REJECTED);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void eachFurtherTryIsTold() throws Exception {
    server.enqueue(Sse.status(503, "{}"));
    server.enqueue(Sse.status(429, "{}").newBuilder().addHeader("retry-after-ms", "20.5").build());
    server.enqueue(ANSWER);

    ask();

    assertThat(recorder.attempts())
        .extracting(ChatAttempt::number, ChatAttempt::of, ChatAttempt::code, ChatAttempt::reason)
        .containsExactly(
            tuple(2, 3, LLM_UNAVAILABLE, "the endpoint answered 503"),
            tuple(3, 3, LLM_RATE_LIMITED, "the endpoint answered 429"));
    assertThat(recorder.attempts().get(1).delay()).isEqualTo(Duration.ofNanos(20_500_000));
  }

  @Test
  @Timeout(10)
  void ourOwnWaitIsCutToWhatIsLeft() throws Exception {
    server.enqueue(Sse.status(503, "{}"));
    server.enqueue(ANSWER);
    try (OpenAiChatModel model =
        Models.at(server.url("/v1").toString())
            .backoff(Duration.ofMinutes(1), Duration.ofMinutes(2))
            .totalTimeout(Duration.ofSeconds(2))
            .build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
    }

    assertThat(recorder.attempts().get(0).delay()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  void theKeyIsAskedForBeforeEachTry() throws Exception {
    server.enqueue(Sse.status(503, "{}"));
    server.enqueue(ANSWER);
    AtomicInteger keys = new AtomicInteger();
    try (OpenAiChatModel model =
        Models.at(server.url("/v1").toString())
            .apiKey(() -> "key-" + keys.incrementAndGet())
            .build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
    }

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer key-1");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer key-2");
  }

  @Test
  void aSupplierOfKeysThatFailsIsATryAndNotQuoted() {
    ChatModelException failure =
        failure(
            Models.at(server.url("/v1").toString())
                .apiKey(
                    () -> {
                      throw new IllegalStateException("token sk-123 has expired");
                    }));

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure)
        .hasMessage("the supplier of keys failed with IllegalStateException (3 tries)");
    assertThat(server.getRequestCount()).isZero();
  }
}
