package dev.tidings.openai;

import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatOptions;
import dev.tidings.testkit.chat.RecordingChatListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is sent, by whose endpoint it is and what the request asks for. */
class RequestTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ChatOptions OPTIONS =
      ChatOptions.builder().maxOutputTokens(64).seed(7).build();

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OpenAiChatModelBuilder model() {
    return OpenAiChatModel.builder().model("m").baseUrl(server.url("/v1").toString());
  }

  private RecordedRequest sent(OpenAiChatModelBuilder builder, ChatOptions options)
      throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));
    try (OpenAiChatModel model = builder.build()) {
      model.stream(QUESTION.withOptions(options), new RecordingChatListener(), Cancellation.none());
    }
    return server.takeRequest();
  }

  /** The body without the fields that are always there. */
  private static JsonNode body(RecordedRequest request) {
    ObjectNode body =
        (ObjectNode) MAPPER.readTree(Objects.requireNonNull(request.getBody()).utf8());
    body.remove(List.of("model", "messages", "stream"));
    return body;
  }

  private static JsonNode json(String text) {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  @Test
  void allOptionsOfARequest() throws Exception {
    ChatOptions all =
        ChatOptions.builder()
            .temperature(0)
            .topP(0.9)
            .stop("END", "FIN")
            .seed(-7)
            .maxOutputTokens(64)
            .logprobs(ChatOptions.Logprobs.ASKED)
            .user("user_7")
            .extra("top_k", 5)
            .extra("guided", Map.of("a", List.of(1, true, "b")))
            .extra("nothing", null)
            .build();

    assertThat(body(sent(model(), all)))
        .isEqualTo(
            json(
                "{'stream_options':{'include_usage':true},'temperature':0.0,'top_p':0.9,"
                    + "'stop':['END','FIN'],'seed':-7,'max_tokens':64,'logprobs':true,"
                    + "'user':'user_7','top_k':5,'guided':{'a':[1,true,'b']},'nothing':null}"));
  }

  @Test
  void theRequestsOptionsWinOverTheModels() throws Exception {
    ChatOptions models = ChatOptions.builder().temperature(1).seed(1).extra("top_k", 1).build();

    JsonNode body =
        body(sent(model().options(models), ChatOptions.builder().temperature(0.5).build()));

    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("seed").asInt()).isEqualTo(1);
    assertThat(body.path("top_k").asInt()).isEqualTo(1);
  }

  @Test
  void anExtraFieldReplacesOurs() throws Exception {
    JsonNode body =
        body(
            sent(
                model(),
                ChatOptions.builder()
                    .extra("stream_options", Map.of("include_usage", false))
                    .build()));

    assertThat(body).isEqualTo(json("{'stream_options':{'include_usage':false}}"));
  }

  @Test
  void anExtraFieldIsSomethingThatJsonHas() {
    ChatOptions odd = ChatOptions.builder().extra("odd", new Object()).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sent(model(), odd))
        .withMessageContaining("java.lang.Object");
  }

  @Test
  void openAiAndVllmWantCompletionTokens() throws Exception {
    for (Provider provider : List.of(Provider.OPENAI, Provider.VLLM)) {
      assertThat(body(sent(model().provider(provider), OPTIONS)))
          .isEqualTo(
              json(
                  "{'stream_options':{'include_usage':true},'seed':7,"
                      + "'max_completion_tokens':64}"));
    }
  }

  @Test
  void ollamaAndOthersWantTokens() throws Exception {
    for (Provider provider : List.of(Provider.OLLAMA, Provider.COMPATIBLE)) {
      assertThat(body(sent(model().provider(provider), OPTIONS)))
          .isEqualTo(json("{'stream_options':{'include_usage':true},'seed':7,'max_tokens':64}"));
    }
  }

  @Test
  void mistralHasASeedOfItsOwnNameAndIsNotAskedForUsage() throws Exception {
    assertThat(body(sent(model().provider(Provider.MISTRAL), OPTIONS)))
        .isEqualTo(json("{'random_seed':7,'max_tokens':64}"));
  }

  @Test
  void azureHasAVersionInItsAddressAndAKeyHeaderOfItsOwn() throws Exception {
    RecordedRequest request =
        sent(
            model()
                .provider(Provider.azure("2024-10-21"))
                .baseUrl(server.url("/openai/deployments/d").toString())
                .apiKey("secret"),
            OPTIONS);

    assertThat(request.getTarget())
        .isEqualTo("/openai/deployments/d/chat/completions?api-version=2024-10-21");
    assertThat(request.getHeaders().get("api-key")).isEqualTo("secret");
    assertThat(request.getHeaders().get("Authorization")).isNull();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> OpenAiChatModel.builder().model("m").provider(Provider.azure("1")).build())
        .withMessageContaining("baseUrl is missing; Azure");
  }

  @Test
  void aVersionInTheBaseUrlWins() {
    assertThat(
            Provider.azure("new")
                .address(HttpUrl.get("https://a.example/o?api-version=old"), "chat/completions"))
        .hasToString("https://a.example/o/chat/completions?api-version=old");
  }

  @Test
  void headersOfTheHost() throws Exception {
    RecordedRequest request =
        sent(
            model().header("X-Title", "Tidings").header("Accept", "*/*").organization("org-1"),
            OPTIONS);

    assertThat(request.getHeaders().get("X-Title")).isEqualTo("Tidings");
    assertThat(request.getHeaders().get("OpenAI-Organization")).isEqualTo("org-1");
    assertThat(request.getHeaders().values("Accept")).containsExactly("*/*");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model().header("X-Key", "secret\n"))
        .withMessageContaining("X-Key")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException().isThrownBy(() -> model().header("X Key", "v"));
  }

  @Test
  void theRowFollowsTheAddressUnlessItIsGiven() {
    assertThat(row("https://api.openai.com/v1")).isEqualTo(Provider.OPENAI);
    assertThat(row("https://gateway.example/v1")).isEqualTo(Provider.COMPATIBLE);
  }

  private static Provider row(String baseUrl) {
    return OpenAiChatModel.builder().baseUrl(baseUrl).endpoint(Duration.ofSeconds(1)).provider();
  }
}
