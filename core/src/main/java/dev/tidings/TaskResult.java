package dev.tidings;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task gives in the end. It is immutable.
 *
 * @param response the whole answer
 * @param confidence how sure it is, or null when nothing measured that
 * @param sources what it rests on
 * @param model what wrote it, or null when no model did
 * @param finishReason why the model stopped ({@code stop}, {@code length}), or null
 * @param usage the tokens used, or null when the model did not say
 */
public record TaskResult(
    String response,
    @Nullable Confidence confidence,
    List<Source> sources,
    @Nullable String model,
    @Nullable String finishReason,
    @Nullable TokenUsage usage) {

  /** The constructor takes a copy of the sources. */
  public TaskResult {
    Objects.requireNonNull(response, "response");
    sources = List.copyOf(sources);
  }

  /** A result that is only text. */
  public static TaskResult of(String response) {
    return new TaskResult(response, null, List.of(), null, null, null);
  }
}
