package dev.tidings.openai;

import static dev.tidings.openai.Models.QUESTION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.Cancellation;
import dev.tidings.TokenUsage;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatOptions;
import dev.tidings.rag.ChatToolCall;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StreamingTest {
  private static final ChatOptions OPTIONS =
      ChatOptions.builder()
          .temperature(0.5)
          .maxOutputTokens(64)
          .logprobs(ChatOptions.Logprobs.ASKED)
          .build();

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
  void tellsWhatReallyHappensInOrder() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.ROLE, Sse.content(" 根據"), Sse.content("\n詩"), Sse.STOP, Sse.USAGE, Sse.DONE));

    ChatCompletion completion = ask(model());

    assertThat(completion)
        .usingRecursiveComparison()
        .ignoringFields("provenance")
        .isEqualTo(new ChatCompletion("served-model", "stop", new TokenUsage(7, 5, 12), null));
    assertThat(recorder.calls())
        .containsExactly("sent", "content  根據", "content \n詩", "finished stop");
  }

  @Test
  void sendsThePromptAndAsksForAStreamWithUsage() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));

    ask(model().apiKey("sk-secret-42").options(OPTIONS));

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer sk-secret-42");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    JsonMapper mapper = JsonMapper.builder().build();
    assertThat(mapper.readTree(Objects.requireNonNull(request.getBody()).utf8()))
        .isEqualTo(
            mapper.readTree(
                """
                {"model": "asked-model",
                 "messages": [{"role": "system", "content": "You read poems."},
                              {"role": "user", "content": "只聽耳邊消息到?"}],
                 "stream": true, "stream_options": {"include_usage": true},
                 "temperature": 0.5, "max_tokens": 64, "logprobs": true}
                """));
  }

  @Test
  void withoutAKeyThereIsNoAuthorizationHeader() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));

    ask(model());

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void slashesAtTheEndOfTheBaseUrlDoNotMatterAndAQueryStays() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));

    ask(model().baseUrl(server.url("/v1//?api-version=1").toString()));

    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/chat/completions?api-version=1");
  }

  @Test
  void charactersSplitAcrossPacketsComeWhole() throws Exception {
    String text = "消息到🐉👨‍👩‍👧é\u2028";
    try (FaultServer endpoint =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS);
              connection.writeBytewise((Sse.content(text) + Sse.STOP + Sse.DONE).getBytes(UTF_8));
            })) {
      ask(model().baseUrl(endpoint.uri("/v1").toString()));
    }

    assertThat(recorder.calls()).containsExactly("sent", "content " + text, "finished stop");
  }

  @Test
  void aCharacterSplitAcrossChunksIsNotRepaired() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.event("{\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}"),
            Sse.event("{\"choices\":[{\"delta\":{\"content\":\"\\udc09\"}}]}"),
            Sse.DONE));

    ask(model());

    assertThat(recorder.pieces()).containsExactly("\ud83d", "\udc09");
  }

  @Test
  void linesMayEndWithCarriageReturnAndCommentsAreSkipped() throws Exception {
    String stream = ": hello\n\n" + Sse.content("a\r\nb") + Sse.STOP + Sse.DONE;
    server.enqueue(Sse.response(stream.replace("\n\n", "\r\n\r\n")));

    ask(model());

    assertThat(recorder.calls()).containsExactly("sent", "content a\r\nb", "finished stop");
  }

  @Test
  void aPieceIsDeliveredWhileTheEndpointIsStillWriting() throws Exception {
    CountDownLatch delivered = new CountDownLatch(1);
    recorder.onContent(text -> delivered.countDown());
    try (FaultServer endpoint =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("first"));
              if (Models.await(delivered)) {
                connection.write(Sse.content("second") + Sse.STOP + Sse.DONE);
              }
            })) {
      ask(model().baseUrl(endpoint.uri("/v1").toString()));
    }

    assertThat(recorder.pieces()).containsExactly("first", "second");
  }

  @Test
  void anEventOfLinesThatEndWithCarriageReturnsAloneIsNotLate() throws Exception {
    CountDownLatch delivered = new CountDownLatch(1);
    recorder.onContent(text -> delivered.countDown());
    try (FaultServer endpoint =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(Sse.HEADERS + Sse.content("first").replace('\n', '\r'));
              if (Models.await(delivered)) {
                connection.write(Sse.content("second").replace('\n', '\r') + Sse.STOP + Sse.DONE);
              }
            })) {
      ask(model().baseUrl(endpoint.uri("/v1").toString()));
    }

    assertThat(recorder.pieces()).containsExactly("first", "second");
  }

  @Test
  void aHostsAuthenticatorIsHonoured() throws Exception {
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));
    OkHttpClient client =
        new OkHttpClient.Builder()
            .authenticator(
                (route, response) ->
                    response.request().newBuilder().header("Authorization", "fresh").build())
            .build();

    ask(model().httpClient(client).retries(0));

    server.takeRequest();
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("fresh");
    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void timeThatAHostsInterceptorTakesIsNoSlowConnection() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));
    CountDownLatch never = new CountDownLatch(1);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  try {
                    never.await(700, TimeUnit.MILLISECONDS);
                  } catch (InterruptedException e) {
                    throw new IOException(e);
                  }
                  return chain.proceed(chain.request());
                })
            .build();

    ask(model().httpClient(client).connectTimeout(Duration.ofMillis(500)).retries(0));

    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  void thoughtsAndToolCallsAreTold() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}"),
            Sse.event("{\"choices\":[{\"delta\":{\"reasoning_details\":[{}]}}]}"),
            Sse.content("x"),
            Sse.event(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\","
                    + "\"function\":{\"name\":\"search\",\"arguments\":\"\"}}]}}]}"),
            Sse.event(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,"
                    + "\"function\":{\"arguments\":\"{}\"}}]}}]}"),
            Sse.finish("tool_calls"),
            Sse.DONE));

    ask(model());

    assertThat(recorder.thoughts()).containsExactly("hm", "");
    assertThat(recorder.toolCalls()).containsExactly(new ChatToolCall("c1", "search"));
  }

  @Test
  void anEventStreamWithoutAContentTypeIsRead() throws Exception {
    server.enqueue(new MockResponse.Builder().body(Sse.content("x") + Sse.STOP + Sse.DONE).build());

    ask(model());

    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  void reasoningIsNoContent() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}"),
            Sse.event("{\"choices\":[{\"delta\":{\"content\":null,\"reasoning\":\"hm\"}}]}"),
            Sse.content("x"),
            Sse.STOP,
            Sse.DONE));

    ask(model());

    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  void onlyTheFirstChoiceIsRead() throws Exception {
    server.enqueue(
        Sse.response(
            Sse.event("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"}}]}"),
            Sse.content("x"),
            Sse.STOP,
            Sse.DONE));

    ask(model());

    assertThat(recorder.pieces()).containsExactly("x");
  }

  @Test
  void theConnectionIsKeptForTheNextQuestion() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));
    server.enqueue(Sse.response(Sse.content("y"), Sse.STOP, Sse.DONE));

    try (OpenAiChatModel model = model().build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
      model.stream(QUESTION, recorder, Cancellation.none());
    }

    assertThat(List.of(server.takeRequest(), server.takeRequest()))
        .extracting(RecordedRequest::getConnectionIndex)
        .containsExactly(0, 0);
  }

  @Test
  void streamsOverHttp2() throws Exception {
    try (MockWebServer http2 = new MockWebServer()) {
      http2.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      http2.start();
      http2.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.USAGE, Sse.DONE));
      OkHttpClient client =
          new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();

      ask(model().httpClient(client).baseUrl(http2.url("/v1").toString()));

      assertThat(http2.takeRequest().getVersion()).isEqualTo("HTTP/2");
      client.connectionPool().evictAll();
    }
    assertThat(recorder.calls()).containsExactly("sent", "content x", "finished stop");
  }

  @Test
  void theHostsClientIsUsedAndNotClosed() throws Exception {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> chain.proceed(chain.request().newBuilder().header("X-Host", "1").build()))
            .build();

    ask(model().httpClient(client));

    assertThat(server.takeRequest().getHeaders().get("X-Host")).isEqualTo("1");
    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    client.connectionPool().evictAll();
  }

  @Test
  void whatTheListenerThrowsComesOutUnchangedAndIsNotTriedAgain() {
    server.enqueue(Sse.response(Sse.content("x"), Sse.STOP, Sse.DONE));
    IllegalStateException fault = new IllegalStateException("the listener's own");
    recorder.onContent(
        text -> {
          throw fault;
        });

    assertThatThrownBy(() -> ask(model())).isSameAs(fault);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }
}
