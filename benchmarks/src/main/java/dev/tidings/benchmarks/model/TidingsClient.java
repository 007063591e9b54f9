package dev.tidings.benchmarks.model;

import dev.tidings.Cancellation;
import dev.tidings.openai.OpenAiChatModel;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** This library's. */
final class TidingsClient implements ModelClient {
  private static final ChatRequest QUESTION =
      ChatRequest.of(new ChatMessage(ChatMessage.Role.USER, "Hello"));

  private final OpenAiChatModel model;

  TidingsClient(String baseUrl, Duration patience) {
    model =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-benchmark-of-some-length")
            .model("gpt-4o-mini")
            .firstTokenTimeout(patience)
            .idleTimeout(patience)
            .build();
  }

  @Override
  public String ask(Consumer<String> content) throws Exception {
    return model.stream(QUESTION, new Listener(content), Cancellation.none()).finishReason();
  }

  @Override
  public void close() {
    model.close();
  }

  private record Listener(Consumer<String> pieces) implements ChatListener {
    @Override
    public void sent() {}

    @Override
    public void content(String text) {
      pieces.accept(text);
    }

    @Override
    public void finished(String finishReason) {}
  }
}
