package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.chat.ManualCancellation;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class CancellationTest {
  private final RecordingChatListener recorder = new RecordingChatListener();
  private final ManualCancellation cancellation = new ManualCancellation();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private FaultServer stallingAfter(String beginning) throws IOException {
    return FaultServer.start(
        connection -> {
          connection.readRequest();
          connection.write(beginning);
          asked.countDown();
          connection.awaitClosed();
          closed.countDown();
        });
  }

  private Callable<Object> asking(OpenAiChatModel model, ChatListener listener) {
    return () -> model.stream(QUESTION, listener, cancellation);
  }

  private static void assertCancelledSoon(Future<?> answer) {
    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TaskCancelledException.class);
  }

  @Test
  void beforeTheCallNothingIsSent() throws Exception {
    cancellation.request();
    try (FaultServer endpoint = stallingAfter("");
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      assertThatThrownBy(() -> model.stream(QUESTION, recorder, cancellation))
          .isInstanceOf(TaskCancelledException.class);
      assertThat(endpoint.connections()).isZero();
    }
    assertThat(recorder.calls()).isEmpty();
    assertThat(cancellation.registrations()).isZero();
  }

  @Test
  void beforeTheFirstByteTheConnectionIsClosedAtOnce() throws Exception {
    try (FaultServer endpoint = stallingAfter("");
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      Future<?> answer = executor.submit(asking(model, recorder));
      assertThat(Models.await(asked)).isTrue();

      cancellation.request();

      assertCancelledSoon(answer);
      assertThat(closed.await(5, TimeUnit.SECONDS)).as("the endpoint sees it").isTrue();
      assertThat(endpoint.connections()).isEqualTo(1);
    }
    assertThat(recorder.calls()).containsExactly("sent");
  }

  @Test
  void midStreamTheConnectionIsClosedAtOnce() throws Exception {
    CountDownLatch delivered = new CountDownLatch(1);
    recorder.onContent(text -> delivered.countDown());
    try (FaultServer endpoint = stallingAfter(Sse.HEADERS + Sse.content("x"));
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      Future<?> answer = executor.submit(asking(model, recorder));
      assertThat(Models.await(delivered)).isTrue();

      cancellation.request();

      assertCancelledSoon(answer);
      assertThat(closed.await(5, TimeUnit.SECONDS)).as("the endpoint sees it").isTrue();
    }
  }

  @Test
  void piecesThatHaveAlreadyArrivedAreNotDelivered() throws Exception {
    recorder.onContent(text -> cancellation.request());
    String beginning = Sse.HEADERS + Sse.content("x") + Sse.content("y") + Sse.STOP + Sse.DONE;
    try (FaultServer endpoint = stallingAfter(beginning);
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      assertThatThrownBy(() -> model.stream(QUESTION, recorder, cancellation))
          .isInstanceOf(TaskCancelledException.class);
    }
    assertThat(recorder.calls()).containsExactly("sent", "content x");
  }

  @Test
  void aWaitBetweenTriesEndsAtOnce() throws Exception {
    FaultServer.Script limited =
        connection -> {
          connection.readRequest();
          connection.write(Sse.busy(429));
          asked.countDown();
        };
    try (FaultServer endpoint = FaultServer.start(limited);
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      Future<?> answer = executor.submit(asking(model, recorder));
      assertThat(Models.await(asked)).isTrue();

      cancellation.request();

      assertCancelledSoon(answer);
      assertThat(endpoint.connections()).isEqualTo(1);
    }
  }

  @Test
  void anActionThatComesTooLateHurtsNobody() throws Exception {
    try (FaultServer endpoint =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(Sse.HEADERS + Sse.content("x") + Sse.STOP + Sse.DONE);
                });
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      model.stream(QUESTION, recorder, cancellation);
    }

    assertThat(cancellation.registrations()).isZero();
    cancellation.request();
  }

  @Test
  void anInterruptedThreadGetsAFailureAndKeepsItsFlag() throws Exception {
    try (FaultServer endpoint = stallingAfter("");
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      Thread.currentThread().interrupt();
      ChatModelException failure = Models.failure(model, recorder);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
      assertThat(failure).hasMessageContaining("interrupted");
    }
  }

  @Test
  void anInterruptAfterContentTruncates() throws Exception {
    recorder.onContent(text -> Thread.currentThread().interrupt());
    try (FaultServer endpoint = stallingAfter(Sse.HEADERS + Sse.content("x"));
        OpenAiChatModel model =
            Models.at(endpoint.uri("/v1").toString()).idleTimeout(Duration.ofSeconds(15)).build()) {
      ChatModelException failure = Models.failure(model, recorder);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.code()).isEqualTo(LLM_TRUNCATED);
    }
  }

  @Test
  void anInterruptEndsAWaitBetweenTries() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    FaultServer.Script limited =
        connection -> {
          connection.readRequest();
          connection.write(Sse.busy(503));
          waiting.countDown();
        };
    try (FaultServer endpoint = FaultServer.start(limited);
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      Future<ChatModelException> answer = executor.submit(() -> Models.failure(model, recorder));
      assertThat(Models.await(waiting)).isTrue();

      executor.shutdownNow();

      assertThat(answer.get(5, TimeUnit.SECONDS).code()).isEqualTo(LLM_UNAVAILABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-", "head", "content"})
  void anInterruptIsNoticedWhileTheModelIsSilent(String phase) throws Exception {
    String beginning =
        switch (phase) {
          case "head" -> Sse.HEADERS;
          case "content" -> Sse.HEADERS + Sse.content("x");
          default -> phase;
        };
    CountDownLatch delivered = new CountDownLatch(1);
    recorder.onContent(text -> delivered.countDown());
    try (FaultServer endpoint = stallingAfter(beginning);
        OpenAiChatModel model = Models.at(endpoint.uri("/v1").toString()).build()) {
      Future<ChatModelException> answer = executor.submit(() -> Models.failure(model, recorder));
      assertThat(Models.await(phase.equals("content") ? delivered : asked)).isTrue();

      long before = System.nanoTime();
      executor.shutdownNow();

      ChatModelException failure = answer.get(5, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
      assertThat(failure.code())
          .isEqualTo(phase.equals("content") ? LLM_TRUNCATED : LLM_UNAVAILABLE);
      assertThat(failure).hasMessageContaining("interrupted");
      assertThat(Models.await(closed)).as("the endpoint sees it").isTrue();
    }
  }
}
