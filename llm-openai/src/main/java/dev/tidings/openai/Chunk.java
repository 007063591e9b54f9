package dev.tidings.openai;

import dev.tidings.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one chunk of a stream says, or a whole completion that was not streamed. Fields this library
 * has no use for are passed over, and so is every choice but the first.
 *
 * @param model who writes, or null
 * @param content the piece of the answer; empty if the chunk has none
 * @param thinking whether the chunk has a piece of the model's reasoning, which is not the answer
 * @param finishReason why the model stopped, or null
 * @param usage the tokens used so far, or null
 * @param logprobs the natural logarithm of each token's probability; empty unless all have one
 */
record Chunk(
    @Nullable String model,
    String content,
    boolean thinking,
    @Nullable String finishReason,
    @Nullable TokenUsage usage,
    List<Double> logprobs) {

  static Chunk of(JsonNode root) {
    JsonNode choice = firstChoice(root.path("choices"));
    JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
    return new Chunk(
        textOrNull(root.path("model")),
        said.path("content").stringValue(""),
        textOrNull(said.path("reasoning_content")) != null
            || textOrNull(said.path("reasoning")) != null,
        textOrNull(choice.path("finish_reason")),
        usage(root.path("usage")),
        logprobs(choice.path("logprobs").path("content")));
  }

  private static JsonNode firstChoice(JsonNode choices) {
    for (JsonNode choice : choices) {
      if (choice.path("index").asInt(0) == 0) {
        return choice;
      }
    }
    return choices.path(-1);
  }

  private static @Nullable String textOrNull(JsonNode node) {
    String text = node.stringValue("");
    return text.isEmpty() ? null : text;
  }

  private static @Nullable TokenUsage usage(JsonNode usage) {
    if (!usage.has("prompt_tokens") && !usage.has("completion_tokens")) {
      return null;
    }
    long prompt = usage.path("prompt_tokens").asLong(0);
    long completion = usage.path("completion_tokens").asLong(0);
    return new TokenUsage(
        prompt, completion, usage.path("total_tokens").asLong(prompt + completion));
  }

  private static List<Double> logprobs(JsonNode tokens) {
    List<Double> logprobs = new ArrayList<>(tokens.size());
    for (JsonNode token : tokens) {
      JsonNode logprob = token.path("logprob");
      if (!logprob.isNumber()) {
        return List.of();
      }
      logprobs.add(logprob.asDouble());
    }
    return List.copyOf(logprobs);
  }
}
