package dev.tidings.rag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about, as it was measured.
 *
 * @param attempts how many tries it took, from 1
 * @param timeToFirstContent from the call of the model to the first piece, waits between tries
 *     included; null when the answer has no content
 * @param tokensPerSecond the tokens the endpoint says it wrote, over the time from the first piece
 *     to the finish reason; null when it does not say, or the answer came in one piece
 */
public record ChatProvenance(
    int attempts, @Nullable Duration timeToFirstContent, @Nullable Double tokensPerSecond) {
  /**
   * The constructor checks the number of attempts.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ChatProvenance {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts " + attempts + " must be at least 1");
    }
  }
}
