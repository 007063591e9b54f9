package dev.tidings.rag;

import dev.tidings.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of an answer it has written.
 *
 * @param model the model that wrote it, as it names itself
 * @param finishReason why it stopped: {@code stop}, {@code length}
 * @param usage the tokens used, or null when the model did not say
 * @param meanTokenProbability the geometric mean of the probabilities of the written tokens, 0 to
 *     1, or null when the model did not give them
 */
public record ChatCompletion(
    String model,
    String finishReason,
    @Nullable TokenUsage usage,
    @Nullable Double meanTokenProbability) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the probability is not 0 to 1
   */
  public ChatCompletion {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(finishReason, "finishReason");
    if (meanTokenProbability != null && !(meanTokenProbability >= 0 && meanTokenProbability <= 1)) {
      throw new IllegalArgumentException(
          "mean token probability " + meanTokenProbability + " must be 0 to 1");
    }
  }
}
