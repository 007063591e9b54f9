package dev.tidings.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChatOptionsTest {
  private static final ChatOptions ALL =
      ChatOptions.builder()
          .temperature(0.5)
          .topP(0.9)
          .stop("END")
          .seed(7)
          .maxOutputTokens(100)
          .logprobs(ChatOptions.Logprobs.ASKED)
          .user("user_7")
          .extra("top_k", 5)
          .build();

  @Test
  void whatIsLeftOpenComesFromTheOther() {
    assertThat(ChatOptions.none().orElse(ALL)).isEqualTo(ALL);
    assertThat(ALL.orElse(ChatOptions.none())).isEqualTo(ALL);
  }

  @Test
  void whatIsSetStaysAndExtraFieldsAreJoined() {
    ChatOptions mine =
        ChatOptions.builder()
            .temperature(1)
            .logprobs(ChatOptions.Logprobs.LEFT_OUT)
            .extra("top_k", 9)
            .extra("min_p", null)
            .build();

    ChatOptions joined = mine.orElse(ALL);

    assertThat(joined.temperature()).isEqualTo(1.0);
    assertThat(joined.logprobs()).isEqualTo(ChatOptions.Logprobs.LEFT_OUT);
    assertThat(joined.stop()).isEqualTo(List.of("END"));
    assertThat(joined.extra()).containsEntry("top_k", 9).containsEntry("min_p", null).hasSize(2);
  }

  @Test
  void numbersHaveRanges() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatOptions.builder().temperature(2.1).build())
        .withMessageContaining("temperature 2.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatOptions.builder().temperature(Double.NaN).build())
        .withMessageContaining("temperature NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatOptions.builder().topP(0).build())
        .withMessageContaining("topP 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatOptions.builder().maxOutputTokens(0).build())
        .withMessageContaining("maxOutputTokens 0");
  }

  @Test
  void theRequestAloneLeavesEverythingOpen() {
    ChatRequest request = ChatRequest.of(new ChatMessage(ChatMessage.Role.USER, "?"));

    assertThat(request.options()).isEqualTo(ChatOptions.none());
    assertThat(request.context()).isNull();
  }

  @Test
  void whatGoesWithARequestLeavesItsMessages() {
    ChatOptions cold = ChatOptions.builder().temperature(0).build();
    RagContext context = new RagContext(RagFixture.query(), List.of(ScriptedRetriever.POEM));
    List<ChatMessage> messages = List.of(new ChatMessage(ChatMessage.Role.USER, "?"));

    assertThat(ChatRequest.of(messages).withOptions(cold).withContext(context))
        .isEqualTo(new ChatRequest(messages, cold, context));
  }
}
