package dev.tidings.rag;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to write one answer. What is null, empty or {@link Logprobs#DEFAULT} is left to
 * the model's own settings, and then to the endpoint. It is immutable.
 *
 * @param temperature how freely it writes, 0 to 2
 * @param topP the share of the probability mass that it chooses from, above 0 to 1
 * @param stop texts at which it stops; they are not part of the answer
 * @param seed for answers that can be had again, where the endpoint can do that
 * @param maxOutputTokens the most tokens it may write, at least 1
 * @param logprobs whether each token's probability is asked for
 * @param user who asks, by a name that says nothing about the person
 * @param extra further fields of the request by name, in this order: texts, numbers, booleans,
 *     null, and lists and maps of them; they win over the fields above
 */
public record ChatOptions(
    @Nullable Double temperature,
    @Nullable Double topP,
    List<String> stop,
    @Nullable Long seed,
    @Nullable Integer maxOutputTokens,
    Logprobs logprobs,
    @Nullable String user,
    Map<String, @Nullable Object> extra) {

  /** Whether the probabilities of tokens are asked for. */
  public enum Logprobs {
    /** As the model is set up. */
    DEFAULT,
    /** They are asked for. */
    ASKED,
    /** They are not. */
    LEFT_OUT
  }

  private static final ChatOptions NONE = builder().build();

  /**
   * The constructor checks the values and takes copies.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public ChatOptions {
    check(
        temperature == null || (temperature >= 0 && temperature <= 2),
        "temperature " + temperature + " must be 0 to 2");
    check(topP == null || (topP > 0 && topP <= 1), "topP " + topP + " must be above 0, at most 1");
    check(
        maxOutputTokens == null || maxOutputTokens >= 1,
        "maxOutputTokens " + maxOutputTokens + " must be at least 1");
    Objects.requireNonNull(logprobs, "logprobs");
    stop = List.copyOf(stop);
    extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** Options that leave everything open. */
  public static ChatOptions none() {
    return NONE;
  }

  /** A builder that leaves everything open. */
  public static Builder builder() {
    return new Builder();
  }

  /** These options, with those of the other where these leave something open. */
  public ChatOptions orElse(ChatOptions other) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(other.extra);
    fields.putAll(extra);
    return new ChatOptions(
        temperature != null ? temperature : other.temperature,
        topP != null ? topP : other.topP,
        stop.isEmpty() ? other.stop : stop,
        seed != null ? seed : other.seed,
        maxOutputTokens != null ? maxOutputTokens : other.maxOutputTokens,
        logprobs != Logprobs.DEFAULT ? logprobs : other.logprobs,
        user != null ? user : other.user,
        fields);
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A builder collects options; {@link #build()} checks them. It is not thread-safe. */
  public static final class Builder {
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private List<String> stop = List.of();
    private @Nullable Long seed;
    private @Nullable Integer maxOutputTokens;
    private Logprobs logprobs = Logprobs.DEFAULT;
    private @Nullable String user;
    private final Map<String, @Nullable Object> extra = new LinkedHashMap<>();

    private Builder() {}

    /** How freely the model writes, 0 to 2. */
    @CanIgnoreReturnValue
    public Builder temperature(double value) {
      temperature = value;
      return this;
    }

    /** The share of the probability mass that the model chooses from, above 0 to 1. */
    @CanIgnoreReturnValue
    public Builder topP(double value) {
      topP = value;
      return this;
    }

    /** Texts at which the model stops. */
    @CanIgnoreReturnValue
    public Builder stop(String... texts) {
      stop = List.of(texts);
      return this;
    }

    /** A seed, for answers that can be had again. */
    @CanIgnoreReturnValue
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** The most tokens the model may write, at least 1. */
    @CanIgnoreReturnValue
    public Builder maxOutputTokens(int tokens) {
      maxOutputTokens = tokens;
      return this;
    }

    /** Whether each token's probability is asked for. */
    @CanIgnoreReturnValue
    public Builder logprobs(Logprobs value) {
      logprobs = Objects.requireNonNull(value, "logprobs");
      return this;
    }

    /** Who asks, by a name that says nothing about the person. */
    @CanIgnoreReturnValue
    public Builder user(String name) {
      user = Objects.requireNonNull(name, "user");
      return this;
    }

    /** A further field of the request; null is sent as such. */
    @CanIgnoreReturnValue
    public Builder extra(String name, @Nullable Object value) {
      extra.put(Objects.requireNonNull(name, "name"), value);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if one is outside its range
     */
    public ChatOptions build() {
      return new ChatOptions(temperature, topP, stop, seed, maxOutputTokens, logprobs, user, extra);
    }
  }
}
