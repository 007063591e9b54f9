package dev.tidings.openai;

import org.jspecify.annotations.Nullable;

/** The geometric mean of token probabilities, or nothing: half the tokens' mean would mislead. */
final class TokenProbabilities {
  private double sum;
  private int count;
  private boolean complete = true;

  /** Takes a chunk into account. */
  void add(Chunk chunk) {
    boolean hasContent = !chunk.content.isEmpty();
    if (hasContent && chunk.logprobCount() == 0) {
      complete = false;
    }
    // Without content it is a token that ends inside a character, unless it is one of the reasoning
    // or the mark at the end of the answer.
    if (hasContent || (!chunk.thinking && chunk.finishReason == null)) {
      for (int i = 0; i < chunk.logprobCount(); i++) {
        sum += chunk.logprob(i);
        count++;
      }
    }
  }

  /** {@code exp(mean of the logprobs)}, 0 to 1; null unless every piece of content had them. */
  @Nullable Double geometricMean() {
    // Endpoints round: a certain token may come as slightly more than certain.
    return complete && count > 0 ? Math.min(1, Math.exp(sum / count)) : null;
  }
}
