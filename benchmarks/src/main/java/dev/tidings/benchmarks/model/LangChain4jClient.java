package dev.tidings.benchmarks.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** LangChain4j's, on the JDK's HTTP client. */
final class LangChain4jClient implements ModelClient {
  private final OpenAiStreamingChatModel model;

  LangChain4jClient(String baseUrl, Duration patience) {
    model =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-benchmark-of-some-length")
            .modelName("gpt-4o-mini")
            .timeout(patience)
            .build();
  }

  @Override
  public String ask(Consumer<String> content) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    model.chat(
        "Hello",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {
            content.accept(text);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            answer.complete(String.valueOf(response.finishReason()));
          }

          @Override
          public void onError(Throwable error) {
            answer.completeExceptionally(error);
          }
        });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {}
}
