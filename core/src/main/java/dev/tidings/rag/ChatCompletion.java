package dev.tidings.rag;

import dev.tidings.TokenUsage;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of an answer it has written.
 *
 * @param model the model that wrote it, as it names itself
 * @param finishReason why it stopped: {@code stop}, {@code length}
 * @param usage the tokens used, or null when the model did not say
 * @param meanTokenProbability the geometric mean of the probabilities of the written tokens, 0 to
 *     1, or null when the model did not give them
 * @param provenance how the answer came about, or null when nobody measured it
 */
public record ChatCompletion(
    String model,
    String finishReason,
    @Nullable TokenUsage usage,
    @Nullable Double meanTokenProbability,
    @Nullable ChatProvenance provenance) {
  private static final Set<String> CUT =
      Set.of("length", "model_length", "max_tokens", "max_output_tokens");

  /**
   * The constructor checks the values.
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

  /** A completion of which nobody measured how it came about. */
  public ChatCompletion(
      String model,
      String finishReason,
      @Nullable TokenUsage usage,
      @Nullable Double meanTokenProbability) {
    this(model, finishReason, usage, meanTokenProbability, null);
  }

  /** Whether the answer was cut at a limit of its length, by any of the words in use for that. */
  public boolean cut() {
    return CUT.contains(finishReason.toLowerCase(Locale.ROOT));
  }
}
