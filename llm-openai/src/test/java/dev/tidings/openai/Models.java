package dev.tidings.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the tests share: a question, and a model that does not dawdle between tries. */
final class Models {
  static final ChatRequest QUESTION =
      ChatRequest.of(
          new ChatMessage(ChatMessage.Role.SYSTEM, "You read poems."),
          new ChatMessage(ChatMessage.Role.USER, "只聽耳邊消息到?"));

  private Models() {}

  static OpenAiChatModelBuilder at(String baseUrl) {
    return OpenAiChatModel.builder()
        .baseUrl(baseUrl)
        .model("asked-model")
        .backoff(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  /** Waits with a bound; false if it was not enough. */
  static boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(10, TimeUnit.SECONDS);
  }

  /** Asks, and gives the exception that must come. */
  static ChatModelException failure(ChatModel model, ChatListener listener) {
    return catchThrowableOfType(
        ChatModelException.class, () -> model.stream(QUESTION, listener, Cancellation.none()));
  }
}
