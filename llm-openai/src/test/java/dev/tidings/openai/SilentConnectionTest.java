package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.testkit.chat.RecordingChatListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An HTTP/2 connection that died without a word. */
@Timeout(20)
class SilentConnectionTest {
  private final MockWebServer server = new MockWebServer();
  private final RecordingChatListener recorder = new RecordingChatListener();

  @BeforeEach
  void start() throws IOException {
    server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    server.start();
    for (int i = 0; i < 4; i++) {
      server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.USAGE, Sse.DONE));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static OkHttpClient.Builder http2() {
    return new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
  }

  @Test
  void isGivenUpWithTheFirstTimeOut() throws Exception {
    OkHttpClient client = http2().build();
    try (SilentProxy proxy = new SilentProxy(server.getPort());
        OpenAiChatModel model =
            Models.at(proxy.baseUrl())
                .httpClient(client)
                .firstTokenTimeout(Duration.ofMillis(700))
                .build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
      proxy.silence();

      assertThat(Models.failure(model, recorder).code()).isEqualTo(LLM_UNAVAILABLE);
      model.stream(QUESTION, recorder, Cancellation.none());

      assertThat(recorder.pieces()).containsExactly("x", "x");
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  @Test
  void isFoundByPingsBeforeTheTimeOutAndReplaced() throws Exception {
    OkHttpClient client = http2().pingInterval(Duration.ofMillis(300)).build();
    try (SilentProxy proxy = new SilentProxy(server.getPort());
        OpenAiChatModel model = Models.at(proxy.baseUrl()).httpClient(client).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
      proxy.silence();

      model.stream(QUESTION, recorder, Cancellation.none());

      assertThat(recorder.pieces()).containsExactly("x", "x");
    }
  }

  @Test
  void pingsAreOnWhereTheHostHasNone() {
    try (OpenAiChatModel model = Models.at("http://127.0.0.1:1/v1").build()) {
      assertThat(model.client().pingIntervalMillis()).isEqualTo(10_000);
    }
    try (OpenAiChatModel model =
        Models.at("http://127.0.0.1:1/v1")
            .httpClient(new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(3)).build())
            .build()) {
      assertThat(model.client().pingIntervalMillis()).isEqualTo(3_000);
    }
  }
}
