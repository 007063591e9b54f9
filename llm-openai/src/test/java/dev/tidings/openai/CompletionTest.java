package dev.tidings.openai;

import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidings.Cancellation;
import dev.tidings.TokenUsage;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatOptions;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of an answer when it is complete, and when it is. */
class CompletionTest {
  private static final ChatOptions LOGPROBS =
      ChatOptions.builder().logprobs(ChatOptions.Logprobs.ASKED).build();

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

  private OpenAiChatModelBuilder model() {
    return Models.at(server.url("/v1").toString());
  }

  private ChatCompletion ask(OpenAiChatModelBuilder builder) throws Exception {
    try (OpenAiChatModel model = builder.build()) {
      return model.stream(QUESTION, recorder, Cancellation.none());
    }
  }

  @Test
  void lengthIsASuccessThatSaysSo() throws Exception {
    server.enqueue(Sse.response(Sse.content("half"), Sse.finish("length"), Sse.DONE));

    assertThat(ask(model()).finishReason()).isEqualTo("length");
    assertThat(recorder.calls()).containsExactly("sent", "content half", "finished length");
  }

  @Test
  void anUnknownReasonIsPassedOnInTheEndpointsWord() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.finish("eos"), Sse.DONE));

    assertThat(ask(model()).finishReason()).isEqualTo("eos");
  }

  @Test
  void doneWithoutAReasonCountsAsStop() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.DONE));

    assertThat(ask(model()).finishReason()).isEqualTo("stop");
    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void aConnectionThatBreaksAfterTheReasonIsStillASuccess() throws Exception {
    try (FaultServer endpoint =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("x") + Sse.STOP + "data: {\"usa");
            })) {
      assertThat(ask(model().baseUrl(endpoint.uri("/v1").toString())))
          .usingRecursiveComparison()
          .ignoringFields("provenance")
          .isEqualTo(new ChatCompletion("asked-model", "stop", null, null));
    }
  }

  @Test
  void anEndpointThatNeverClosesAfterTheReasonIsNotWaitedFor() throws Exception {
    try (FaultServer endpoint =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("x") + Sse.STOP);
              connection.awaitClosed();
            })) {
      assertThat(
              ask(model()
                      .baseUrl(endpoint.uri("/v1").toString())
                      .idleTimeout(Duration.ofMillis(50)))
                  .finishReason())
          .isEqualTo("stop");
    }
  }

  @Test
  void nothingFollowsTheReason() throws Exception {
    server.enqueue(
        Sse.response(Sse.content("x"), Sse.STOP, Sse.content("late"), Sse.STOP, Sse.DONE));

    ask(model());

    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void probabilityIsTheGeometricMeanOfTheTokens() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.content("a", Math.log(0.5)),
            Sse.content("bc", Math.log(0.25), Math.log(1.0)),
            Sse.STOP,
            Sse.DONE));

    assertThat(ask(model().options(LOGPROBS)).meanTokenProbability()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void oneTokenWithoutAProbabilityMeansNone() throws Exception {
    server.enqueue(Sse.response(Sse.content("a", -0.1), Sse.content("b"), Sse.STOP, Sse.DONE));

    assertThat(ask(model().options(LOGPROBS)).meanTokenProbability()).isNull();
  }

  @Test
  void probabilitiesThatWereNotAskedForAreNotUsed() throws Exception {
    server.enqueue(Sse.response(Sse.content("a", -0.1), Sse.STOP, Sse.DONE));

    assertThat(ask(model()).meanTokenProbability()).isNull();
  }

  @Test
  void aRoundedProbabilityAboveOneIsOne() throws Exception {
    server.enqueue(Sse.response(Sse.content("a", 0.0001), Sse.STOP, Sse.DONE));

    assertThat(ask(model().options(LOGPROBS)).meanTokenProbability()).isEqualTo(1.0);
  }

  @Test
  void aPlainCompletionIsOnePiece() throws Exception {
    server.enqueue(
        Sse.status(
            200,
            """
            {"model": "plain", "choices": [{"index": 0, "finish_reason": "length",
              "message": {"role": "assistant", "content": " whole "}}],
             "usage": {"prompt_tokens": 1, "completion_tokens": 2}}
            """));

    assertThat(ask(model()))
        .usingRecursiveComparison()
        .ignoringFields("provenance")
        .isEqualTo(new ChatCompletion("plain", "length", new TokenUsage(1, 2, 3), null));
    assertThat(recorder.calls()).containsExactly("sent", "content  whole ", "finished length");
  }
}
