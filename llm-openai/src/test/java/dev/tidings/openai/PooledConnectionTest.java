package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.openai.Models.QUESTION;
import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.chunked;
import static dev.tidings.testkit.openai.ChatStreams.chunkedHead;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.lastChunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that the endpoint has closed while they lay in the pool. */
@Timeout(20)
class PooledConnectionTest {
  private static final int BURST = 8;

  private static void answer(Connection connection) throws IOException {
    connection.write(chunkedHead() + chunked(content("x") + STOP + DONE) + lastChunk());
  }

  @Test
  void howeverManyAreDeadTheNextQuestionIsAnsweredInItsFirstTry() throws Exception {
    CountDownLatch asked = new CountDownLatch(BURST);
    CountDownLatch answered = new CountDownLatch(BURST);
    CountDownLatch closed = new CountDownLatch(BURST);
    FaultServer.Script once =
        connection -> {
          connection.readRequest();
          asked.countDown();
          Models.await(asked);
          answer(connection);
          Models.await(answered);
          connection.close();
          closed.countDown();
        };
    FaultServer.Script[] scripts = new FaultServer.Script[BURST + 1];
    Arrays.fill(scripts, once);
    scripts[BURST] =
        connection -> {
          connection.readRequest();
          answer(connection);
        };
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(BURST, 1, TimeUnit.MINUTES))
            .build();
    ExecutorService callers = Executors.newFixedThreadPool(BURST);
    try (FaultServer server = FaultServer.start(scripts);
        OpenAiChatModel model =
            Models.at(server.uri("/v1").toString()).httpClient(client).retries(0).build()) {
      List<Future<?>> answers = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        answers.add(
            callers.submit(
                () -> model.stream(QUESTION, new RecordingChatListener(), Cancellation.none())));
      }
      for (Future<?> one : answers) {
        one.get(10, TimeUnit.SECONDS);
      }
      assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(BURST);
      for (int i = 0; i < BURST; i++) {
        answered.countDown();
      }
      assertThat(Models.await(closed)).isTrue();

      RecordingChatListener recorder = new RecordingChatListener();
      ChatCompletion completion = model.stream(QUESTION, recorder, Cancellation.none());

      assertThat(completion.finishReason()).isEqualTo("stop");
      assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
      assertThat(recorder.attempts()).isEmpty();
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void aConnectionThatWasAliveForASecondWasNotDead() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    FaultServer.Script script =
        connection -> {
          connection.readRequest();
          answer(connection);
          connection.readRequest();
          closed.await(1200, TimeUnit.MILLISECONDS);
        };
    try (FaultServer server = FaultServer.start(script);
        OpenAiChatModel model = Models.at(server.uri("/v1").toString()).retries(0).build()) {
      model.stream(QUESTION, new RecordingChatListener(), Cancellation.none());

      assertThat(Models.failure(model, new RecordingChatListener()).code())
          .isEqualTo(LLM_UNAVAILABLE);
      assertThat(server.connections()).isEqualTo(1);
    }
  }
}
