package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import dev.tidings.testkit.chat.RecordingChatListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The adapter against a mock of the protocol that others wrote, {@code @copilotkit/aimock}, with
 * its faults. Needs Node, and {@code npm ci} in {@code src/test/aimock}; without them it is left
 * out, except where the environment says TIDINGS_REQUIRE_AIMOCK.
 */
@EnabledIf(value = "installed", disabledReason = "run npm ci in llm-openai/src/test/aimock")
@Timeout(30)
class AimockTest {
  private static final Path FOLDER = Path.of("src", "test", "aimock");
  private static final String ANSWER = "只聽耳邊消息到, and the tidings reach your ear 🐉.";

  private static Process mock;
  private static String baseUrl;

  private final RecordingChatListener recorder = new RecordingChatListener();

  static boolean installed() {
    return Files.isDirectory(FOLDER.resolve("node_modules"))
        || "true".equals(System.getenv("TIDINGS_REQUIRE_AIMOCK"));
  }

  @BeforeAll
  static void start() throws IOException {
    mock =
        new ProcessBuilder("node", "mock.js")
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(mock.getInputStream(), UTF_8));
    String line = Objects.requireNonNull(out.readLine(), "the mock did not start");
    baseUrl = line.substring("URL ".length()) + "/v1";
  }

  @AfterAll
  static void stop() throws Exception {
    mock.getOutputStream().close();
    if (!mock.waitFor(5, TimeUnit.SECONDS)) {
      mock.destroy();
    }
  }

  private static OpenAiChatModelBuilder model() {
    return Models.at(baseUrl).apiKey("mock").provider(Provider.OPENAI);
  }

  private ChatCompletion ask(OpenAiChatModelBuilder builder, String question)
      throws ChatModelException {
    ChatRequest request = ChatRequest.of(new ChatMessage(ChatMessage.Role.USER, question));
    try (OpenAiChatModel model = builder.build()) {
      return model.stream(request, recorder, Cancellation.none());
    }
  }

  private ChatModelException failure(OpenAiChatModelBuilder builder, String question) {
    return catchThrowableOfType(ChatModelException.class, () -> ask(builder, question));
  }

  private String text() {
    return String.join("", recorder.pieces());
  }

  @ParameterizedTest
  @CsvSource({"plain, stop", "paced, stop", "cut, length"})
  void anAnswerIsWhole(String question, String reason) throws Exception {
    ChatCompletion completion = ask(model(), question);

    assertThat(text()).isEqualTo(ANSWER);
    assertThat(completion.finishReason()).isEqualTo(reason);
    assertThat(completion.usage()).as("the usage that was asked for").isNotNull();
    assertThat(completion.provenance()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"truncated", "disconnected"})
  void anAnswerThatBreaksOffIsTruncated(String question) {
    assertThat(failure(model(), question).code()).isEqualTo(LLM_TRUNCATED);
    assertThat(ANSWER).startsWith(text());
    assertThat(text()).isNotEmpty();
  }

  @Test
  void aFilteredAnswerIsRejected() {
    assertThat(failure(model(), "filtered").code()).isEqualTo(LLM_REJECTED);
  }

  @Test
  void aRateLimitIsTold() {
    assertThat(failure(model().retries(0), "limited").code()).isEqualTo(LLM_RATE_LIMITED);
  }

  @Test
  void chaosEndsOnceEachTime() {
    int attempts = 0;
    for (String fault : List.of("drop", "malformed", "disconnect")) {
      ChatModelException failure =
          failure(model().retries(1).header("x-aimock-chaos-" + fault, "1"), "plain");

      assertThat(failure.code()).as(fault).isEqualTo(LLM_UNAVAILABLE);
      assertThat(recorder.attempts()).as(fault).hasSize(++attempts);
      assertThat(recorder.pieces()).isEmpty();
    }
  }

  @Test
  void chaosOfRateLimitsIsTold() {
    OpenAiChatModelBuilder limited = model().retries(0).header("x-aimock-chaos-ratelimit", "1");

    assertThat(failure(limited, "plain").code()).isEqualTo(LLM_RATE_LIMITED);
  }

  @Test
  void aTextIsEmbeddedInBothEncodings() throws Exception {
    for (OpenAiEmbedderBuilder.Encoding encoding : OpenAiEmbedderBuilder.Encoding.values()) {
      try (OpenAiEmbedder embedder =
          OpenAiEmbedder.builder()
              .baseUrl(baseUrl)
              .apiKey("mock")
              .model("text-embedding-3-small")
              .encoding(encoding)
              .build()) {
        assertThat(embedder.embed("embedded", Cancellation.none()))
            .containsExactly(0.25f, -0.5f, 1);
      }
    }
  }
}
