package dev.tidings.benchmarks.model;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.time.Duration;
import java.util.function.Consumer;

/** OpenAI's own. */
final class OpenAiJavaClient implements ModelClient {
  private static final ChatCompletionCreateParams QUESTION =
      ChatCompletionCreateParams.builder()
          .model("gpt-4o-mini")
          .addUserMessage("Hello")
          .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
          .build();

  private final OpenAIClient client;

  OpenAiJavaClient(String baseUrl, Duration patience) {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-benchmark-of-some-length")
            .timeout(patience)
            .build();
  }

  @Override
  public String ask(Consumer<String> content) {
    String[] reason = new String[1];
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(QUESTION)) {
      response.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(
              choice -> {
                choice.delta().content().ifPresent(content);
                choice.finishReason().ifPresent(word -> reason[0] = word.asString());
              });
    }
    return reason[0];
  }

  @Override
  public void close() {
    client.close();
  }
}
