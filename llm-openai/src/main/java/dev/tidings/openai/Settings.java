package dev.tidings.openai;

import dev.failsafe.RetryPolicy;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * How a model is reached and how long it may take. Immutable; shared by all calls.
 *
 * @param client follows no redirect and repeats nothing by itself
 * @param endpoint the whole address, {@code /chat/completions} included
 * @param apiKey null where the endpoint asks for none
 * @param temperature null for the endpoint's own
 * @param maxTokens null for the endpoint's own
 * @param logprobs whether each token's probability is asked for
 * @param maxAnswerLength in UTF-16 units
 * @param retryPolicy how often and after what wait an {@link AttemptFailure} is tried again
 */
record Settings(
    OkHttpClient client,
    HttpUrl endpoint,
    @Nullable ApiKey apiKey,
    String model,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    boolean logprobs,
    Duration connectTimeout,
    Duration firstTokenTimeout,
    Duration idleTimeout,
    Duration totalTimeout,
    int maxAnswerLength,
    RetryPolicy<Object> retryPolicy) {

  private static final long SMALLEST_EVENT_LIMIT = 64 * 1024;
  private static final Duration LONGEST_EPILOGUE = Duration.ofSeconds(2);

  /**
   * The bytes that may come without an event ending. An event of a permitted answer, escaped and
   * with its probabilities, stays far below it; a line that never ends does not fill the memory.
   */
  long maxEventBytes() {
    return SMALLEST_EVENT_LIMIT + 16L * maxAnswerLength;
  }

  /** How long to wait for what adds nothing to the answer: the usage, the body of an error. */
  Duration epilogueTimeout() {
    return idleTimeout.compareTo(LONGEST_EPILOGUE) < 0 ? idleTimeout : LONGEST_EPILOGUE;
  }
}
