package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  private final RecordingChatListener recorder = new RecordingChatListener();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Answers with a beginning, and then waits for the client to go. */
  private FaultServer.Script stallAfter(String beginning) {
    return connection -> {
      try {
        connection.readRequest();
        connection.write(beginning);
        connection.awaitClosed();
      } finally {
        // Also when the client is gone before this thread has had a turn.
        closed.countDown();
      }
    };
  }

  /** Answers with a beginning, and then with one more text again and again until nobody listens. */
  private FaultServer.Script repeatAfter(String beginning, String text) {
    return connection -> {
      try {
        connection.readRequest();
        connection.write(beginning);
        while (!closed.await(20, TimeUnit.MILLISECONDS)) {
          connection.write(text);
        }
      } finally {
        closed.countDown();
      }
    };
  }

  private ChatModelException failure(FaultServer.Script script, OpenAiChatModelBuilder settings)
      throws IOException {
    try (FaultServer endpoint = FaultServer.start(script);
        OpenAiChatModel model = settings.baseUrl(endpoint.uri("/v1").toString()).build()) {
      ChatModelException failure = Models.failure(model, recorder);
      assertThat(endpoint.connections()).as("a time-out is not tried again").isEqualTo(1);
      return failure;
    }
  }

  private static OpenAiChatModelBuilder firstToken() {
    return Models.at("http://unset").firstTokenTimeout(SHORT);
  }

  private void assertFirstTokenTimeout(ChatModelException failure) throws InterruptedException {
    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessage("no content within the first-token time-out of 150 ms");
    assertThat(recorder.calls()).containsExactly("sent");
    assertThat(Models.await(closed)).as("the connection is closed").isTrue();
  }

  @Test
  void headersThatNeverCome() throws Exception {
    assertFirstTokenTimeout(failure(stallAfter(""), firstToken()));
  }

  @Test
  void contentThatNeverComes() throws Exception {
    assertFirstTokenTimeout(failure(stallAfter(Sse.HEADERS), firstToken()));
  }

  @Test
  void commentsAreNotContent() throws Exception {
    assertFirstTokenTimeout(failure(repeatAfter(Sse.HEADERS, ": wait\n\n"), firstToken()));
  }

  @Test
  void rolesAreNotContent() throws Exception {
    assertFirstTokenTimeout(failure(repeatAfter(Sse.HEADERS, Sse.ROLE), firstToken()));
  }

  @Test
  void aStallAfterContent() throws Exception {
    ChatModelException failure =
        failure(
            stallAfter(Sse.HEADERS + Sse.content("x")),
            Models.at("http://unset").idleTimeout(SHORT));

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessage("no further content within the idle time-out of 150 ms");
    assertThat(recorder.calls()).containsExactly("sent", "content x");
    assertThat(Models.await(closed)).isTrue();
  }

  @Test
  void commentsDoNotHideAStall() throws Exception {
    ChatModelException failure =
        failure(
            repeatAfter(Sse.HEADERS + Sse.content("x"), ": wait\n\n"),
            Models.at("http://unset").idleTimeout(SHORT));

    assertThat(failure).hasMessageContaining("idle time-out");
  }

  @Test
  void anAnswerWithoutAnEnd() throws Exception {
    ChatModelException failure =
        failure(
            repeatAfter(Sse.HEADERS, Sse.content("x")),
            Models.at("http://unset").totalTimeout(SHORT.multipliedBy(2)));

    assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(failure).hasMessage("no complete answer within the total time-out of 300 ms");
    assertThat(Models.await(closed)).isTrue();
  }

  @Test
  void reasoningIsASignOfLife() throws Exception {
    String thought = Sse.event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}");
    FaultServer.Script script =
        connection -> {
          connection.readRequest();
          connection.write(Sse.HEADERS);
          for (int i = 0; i < 10; i++) {
            connection.write(thought);
            closed.await(20, TimeUnit.MILLISECONDS);
          }
          connection.write(Sse.content("x") + Sse.STOP + Sse.DONE);
        };
    try (FaultServer endpoint = FaultServer.start(script);
        OpenAiChatModel model =
            firstToken()
                .baseUrl(endpoint.uri("/v1").toString())
                .idleTimeout(Duration.ofSeconds(5))
                .build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
    }

    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  void timeSpentInTheListenerIsNotTheEndpoints() throws Exception {
    recorder.onContent(
        text -> {
          try {
            closed.await(300, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    FaultServer.Script script =
        connection -> {
          connection.readRequest();
          connection.write(Sse.HEADERS + Sse.content("x") + Sse.content("y") + Sse.STOP + Sse.DONE);
        };
    try (FaultServer endpoint = FaultServer.start(script);
        OpenAiChatModel model =
            Models.at(endpoint.uri("/v1").toString()).idleTimeout(SHORT).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
    }

    assertThat(recorder.calls()).containsExactly("sent", "content x", "content y", "finished stop");
  }

  @Test
  void aConnectionThatIsNeverMadeIsTriedAgain() throws Exception {
    StuckSockets sockets = new StuckSockets();
    try (FaultServer endpoint = FaultServer.start(connection -> connection.readRequest());
        OpenAiChatModel model =
            Models.at(endpoint.uri("/v1").toString())
                .connectTimeout(SHORT)
                .httpClient(new OkHttpClient.Builder().socketFactory(sockets).build())
                .build()) {
      ChatModelException failure = Models.failure(model, recorder);

      assertThat(failure.code()).isEqualTo(LLM_UNAVAILABLE);
      assertThat(failure).hasMessageContaining("(3 tries)");
      assertThat(sockets.created()).isEqualTo(3);
      assertThat(recorder.calls()).isEmpty();
    }
  }
}
