package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.Cancellation;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import dev.tidings.testkit.chat.ManualCancellation;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class OpenAiEmbedderTest {
  private final MockWebServer server = new MockWebServer();
  private final List<String> told = new ArrayList<>();
  private final EmbeddingListener listener =
      new EmbeddingListener() {
        @Override
        public void embedded(int done, int total) {
          told.add(done + " of " + total);
        }

        @Override
        public void attempt(ChatAttempt attempt) {
          told.add("attempt " + attempt.number());
        }
      };

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OpenAiEmbedderBuilder embedder() {
    return at(server.url("/v1").toString());
  }

  private static OpenAiEmbedderBuilder at(String baseUrl) {
    return OpenAiEmbedder.builder()
        .baseUrl(baseUrl)
        .model("small")
        .backoff(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  private void answer(String... data) {
    server.enqueue(Sse.status(200, "{\"data\":[" + String.join(",", data) + "],\"usage\":{}}"));
  }

  private static String vector(int index, String embedding) {
    return "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":" + embedding + "}";
  }

  private EmbeddingException failure(OpenAiEmbedderBuilder builder, String... texts) {
    try (OpenAiEmbedder embedder = builder.build()) {
      return catchThrowableOfType(
          EmbeddingException.class,
          () -> embedder.embed(List.of(texts), listener, Cancellation.none()));
    }
  }

  @Test
  void givesAVectorForEachTextInTheirOrder() throws Exception {
    answer(vector(1, "[0, -1.5e-1]"), vector(0, "[1, 2]"));

    try (OpenAiEmbedder embedder = embedder().build()) {
      assertThat(embedder.embed(List.of("a", "b"), listener, Cancellation.none()))
          .containsExactly(new float[] {1, 2}, new float[] {0, -0.15f});
    }

    assertThat(told).containsExactly("2 of 2");
    assertThat(Objects.requireNonNull(server.takeRequest().getBody()).utf8())
        .isEqualTo("{\"model\":\"small\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"float\"}");
  }

  @Test
  void readsBase64AndAsksForDimensions() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(0.5f).putFloat(-2);
    answer(vector(0, "\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\""));

    try (OpenAiEmbedder embedder =
        embedder().encoding(OpenAiEmbedderBuilder.Encoding.BASE64).dimensions(2).build()) {
      assertThat(embedder.embed("a", Cancellation.none())).containsExactly(0.5f, -2);
    }

    assertThat(server.takeRequest().getBody().utf8())
        .contains("\"encoding_format\":\"base64\",\"dimensions\":2");
  }

  @Test
  void goesInBatchesAndTellsEach() throws Exception {
    answer(vector(0, "[1]"), vector(1, "[2]"));
    server.enqueue(Sse.status(503, "{}"));
    answer(vector(0, "[3]"));

    try (OpenAiEmbedder embedder = embedder().batchSize(2).build()) {
      assertThat(embedder.embed(List.of("a", "b", "c"), listener, Cancellation.none()))
          .containsExactly(new float[] {1}, new float[] {2}, new float[] {3});
    }

    assertThat(told).containsExactly("2 of 3", "attempt 2", "3 of 3");
  }

  @Test
  void noTextsNeedNoEndpoint() throws Exception {
    try (OpenAiEmbedder embedder = embedder().build()) {
      assertThat(embedder.embed(List.of(), listener, Cancellation.none())).isEmpty();
    }
    assertThat(server.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"index\":0}",
        "{\"index\":0,\"embedding\":null}",
        "{\"index\":0,\"embedding\":[]}",
        "{\"index\":1,\"embedding\":[1]}",
        "{\"index\":0,\"embedding\":[null]}",
        "{\"index\":0,\"embedding\":[1e99]}",
        "{\"index\":0,\"embedding\":\"AAA\"}",
        "{\"index\":0,\"embedding\":[1,2,3]}",
        "12",
        "{\"index\":0,\"embedding\":[1"
      })
  void whatIsNoVectorOfTwoNumbersNeverGetsOut(String data) {
    answer(data);

    EmbeddingException failure = failure(embedder().dimensions(2).retries(0), "a");

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessageStartingWith("the endpoint sent ");
    assertThat(told).isEmpty();
  }

  @Test
  void allBatchesHaveTheSameDimensions() {
    answer(vector(0, "[1,2]"));
    answer(vector(0, "[1]"));

    assertThat(failure(embedder().batchSize(1).retries(0), "a", "b"))
        .hasMessage("the endpoint sent a vector of 1 numbers in place of 2");
  }

  @Test
  void refusalsAreJudgedAsThoseOfAChatModel() {
    server.enqueue(Sse.status(400, "{}"));
    assertThat(failure(embedder(), "a").code()).isEqualTo(LLM_REJECTED);

    server.enqueue(Sse.status(200, "{\"error\":{\"type\":\"rate_limit_error\"}}"));
    assertThat(failure(embedder().retries(0), "a").code()).isEqualTo(LLM_RATE_LIMITED);

    server.enqueue(Sse.status(200, "<p>Welcome</p>"));
    assertThat(failure(embedder(), "a")).hasMessageContaining("check baseUrl");
  }

  @Test
  void aBlankTextIsRefusedByItsPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              try (OpenAiEmbedder embedder = embedder().build()) {
                embedder.embed(List.of("a", " "), listener, Cancellation.none());
              }
            })
        .withMessageContaining("text 1 is blank");
  }

  @Test
  void aCancellationClosesTheConnectionAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    ManualCancellation cancellation = new ManualCancellation();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (FaultServer silent =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  asked.countDown();
                  connection.awaitClosed();
                  closed.countDown();
                });
        OpenAiEmbedder embedder = at(silent.uri("/v1").toString()).build()) {
      Future<?> answer =
          caller.submit(
              () ->
                  assertThatThrownBy(() -> embedder.embed("a", cancellation))
                      .isInstanceOf(TaskCancelledException.class));
      assertThat(Models.await(asked)).isTrue();

      cancellation.request();

      answer.get(5, TimeUnit.SECONDS);
      assertThat(Models.await(closed)).isTrue();
      assertThat(cancellation.registrations()).isZero();
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void numbersHaveRanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> embedder().dimensions(0));
    assertThatIllegalArgumentException().isThrownBy(() -> embedder().batchSize(2049));
    assertThatIllegalArgumentException().isThrownBy(() -> embedder().model(" "));
  }
}
