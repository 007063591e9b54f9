package dev.tidings.openai;

import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Sets up an {@link OpenAiChatModel}. Each method checks its value at once; {@link #build()} may be
 * called more than once. Not thread-safe.
 */
public final class OpenAiChatModelBuilder {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final double JITTER = 0.25;

  private HttpUrl endpoint = endpoint("https://api.openai.com/v1");
  private @Nullable ApiKey apiKey;
  private @Nullable String model;
  private @Nullable Double temperature;
  private @Nullable Integer maxTokens;
  private boolean logprobs;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration firstTokenTimeout = Duration.ofSeconds(30);
  private Duration idleTimeout = Duration.ofSeconds(20);
  private Duration totalTimeout = Duration.ofMinutes(2);
  private int retries = 2;
  private Duration firstBackoff = Duration.ofMillis(500);
  private Duration longestBackoff = Duration.ofSeconds(8);
  private int maxAnswerLength = 1024 * 1024;
  private @Nullable OkHttpClient client;

  OpenAiChatModelBuilder() {}

  /**
   * The endpoint, with its version path: {@code https://api.openai.com/v1}, the default. {@code
   * /chat/completions} is appended to the path; slashes at the end do not matter, and a query
   * stays.
   *
   * @throws IllegalArgumentException if it is not an http or https address, or names a user
   */
  public OpenAiChatModelBuilder baseUrl(String baseUrl) {
    endpoint = endpoint(baseUrl);
    return this;
  }

  /**
   * The key, sent as a bearer token. Without it no Authorization header is sent.
   *
   * @throws IllegalArgumentException if it is blank or could not stand in a header
   */
  public OpenAiChatModelBuilder apiKey(String apiKey) {
    this.apiKey = new ApiKey(apiKey);
    return this;
  }

  /**
   * The model, by the endpoint's name for it. Required.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public OpenAiChatModelBuilder model(String model) {
    check(!model.isBlank(), "model is blank; give the endpoint's name for it");
    this.model = model;
    return this;
  }

  /**
   * How freely it writes, 0 to 2; by default the endpoint's own choice.
   *
   * @throws IllegalArgumentException if it is outside that range
   */
  public OpenAiChatModelBuilder temperature(double temperature) {
    check(temperature >= 0 && temperature <= 2, "temperature " + temperature + " must be 0 to 2");
    this.temperature = temperature;
    return this;
  }

  /**
   * The most tokens it may write, sent as {@code max_tokens}; by default the endpoint's own limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public OpenAiChatModelBuilder maxTokens(int maxTokens) {
    check(maxTokens >= 1, "maxTokens " + maxTokens + " must be at least 1");
    this.maxTokens = maxTokens;
    return this;
  }

  /**
   * Asks for each token's probability, from which the mean of the completion comes. By default they
   * are not asked for, since some endpoints refuse to give them.
   */
  public OpenAiChatModelBuilder requestLogprobs() {
    logprobs = true;
    return this;
  }

  /**
   * How long until a connection is there, from name look-up to TLS; by default 5 s.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiChatModelBuilder connectTimeout(Duration connectTimeout) {
    this.connectTimeout = checkTimeout("connectTimeout", connectTimeout);
    return this;
  }

  /**
   * How long until the model's first token once the request was sent; by default 30 s. Comments and
   * chunks without a token do not count; a token of a model's reasoning does.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiChatModelBuilder firstTokenTimeout(Duration firstTokenTimeout) {
    this.firstTokenTimeout = checkTimeout("firstTokenTimeout", firstTokenTimeout);
    return this;
  }

  /**
   * How long between two tokens, counted as for the first; by default 20 s.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiChatModelBuilder idleTimeout(Duration idleTimeout) {
    this.idleTimeout = checkTimeout("idleTimeout", idleTimeout);
    return this;
  }

  /**
   * How long for everything, all tries and the waits between them; by default 2 min.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiChatModelBuilder totalTimeout(Duration totalTimeout) {
    this.totalTimeout = checkTimeout("totalTimeout", totalTimeout);
    return this;
  }

  /**
   * How often to try again, 0 to 10; by default 2, which makes three tries.
   *
   * @throws IllegalArgumentException if it is outside that range
   */
  public OpenAiChatModelBuilder retries(int retries) {
    check(retries >= 0 && retries <= 10, "retries " + retries + " must be 0 to 10");
    this.retries = retries;
    return this;
  }

  /**
   * How long to wait before trying again: first so long, then twice as long each time up to the
   * longest, each a quarter more or less by chance; by default 500 ms and 8 s.
   *
   * @throws IllegalArgumentException if first is not positive, or longest not longer than it
   */
  public OpenAiChatModelBuilder backoff(Duration first, Duration longest) {
    checkTimeout("backoff's first wait", first);
    checkTimeout("backoff's longest wait", longest);
    check(
        longest.compareTo(first) > 0,
        "backoff's longest wait " + longest + " must be longer than its first, " + first);
    this.firstBackoff = first;
    this.longestBackoff = longest;
    return this;
  }

  /**
   * The longest answer to take, in UTF-16 units; by default 1 Mi. A longer one is broken off. Also
   * bounds the memory that one event of the stream may take.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public OpenAiChatModelBuilder maxAnswerLength(int maxAnswerLength) {
    check(maxAnswerLength >= 1, "maxAnswerLength " + maxAnswerLength + " must be at least 1");
    this.maxAnswerLength = maxAnswerLength;
    return this;
  }

  /**
   * The host's client, whose connections, proxy, TLS and interceptors are used; by default one of
   * its own. Its time-outs, redirects and retries do not apply: those set here do.
   */
  public OpenAiChatModelBuilder httpClient(OkHttpClient client) {
    this.client = Objects.requireNonNull(client, "client");
    return this;
  }

  /**
   * The model.
   *
   * @throws IllegalStateException if no model was named
   */
  public OpenAiChatModel build() {
    if (model == null) {
      throw new IllegalStateException("model is missing; call model(…) with the endpoint's name");
    }
    Settings settings =
        new Settings(
            derivedClient(),
            endpoint,
            apiKey,
            model,
            temperature,
            maxTokens,
            logprobs,
            connectTimeout,
            firstTokenTimeout,
            idleTimeout,
            totalTimeout,
            maxAnswerLength,
            retryPolicy());
    return new OpenAiChatModel(
        settings,
        client == null
            ? OpenAiChatModel.Ownership.OWN_CLIENT
            : OpenAiChatModel.Ownership.HOSTS_CLIENT);
  }

  /**
   * Redirects are off, since one could carry the prompt to a host that nobody chose; retries are
   * off, since ours are counted; the socket's time-outs are off, since ours see content.
   */
  private OkHttpClient derivedClient() {
    return (client == null ? new OkHttpClient() : client)
        .newBuilder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .connectTimeout(connectTimeout)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .callTimeout(Duration.ZERO)
        .build();
  }

  private RetryPolicy<Object> retryPolicy() {
    return RetryPolicy.builder()
        .handleIf(
            failure ->
                failure instanceof AttemptFailure attempt
                    && attempt.again() == AttemptFailure.Again.POSSIBLE)
        .withMaxRetries(retries)
        .withBackoff(firstBackoff, longestBackoff)
        .withJitter(JITTER)
        .build();
  }

  private static HttpUrl endpoint(String baseUrl) {
    HttpUrl url = HttpUrl.parse(baseUrl.strip());
    check(
        url != null,
        "baseUrl is not an http or https address; give one such as https://api.openai.com/v1");
    check(
        url.username().isEmpty() && url.password().isEmpty(),
        "baseUrl names a user or a password; leave them out and use apiKey");
    String path = url.encodedPath().replaceAll("/+$", "");
    check(
        !path.endsWith("/chat/completions"),
        "baseUrl ends in /chat/completions; leave that out, it is appended");
    return url.newBuilder().encodedPath(path + "/chat/completions").fragment(null).build();
  }

  private static Duration checkTimeout(String name, Duration value) {
    check(
        value.compareTo(Duration.ZERO) > 0 && value.compareTo(LONGEST) <= 0,
        name + " " + value + " must be positive and at most a day");
    return value;
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
