package dev.tidings.openai;

import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of this package have in common: where the endpoint is, how it is reached, and
 * how long that may take. Each method checks its value at once. It is not thread-safe.
 *
 * @param <B> the builder itself
 */
abstract class EndpointBuilder<B extends EndpointBuilder<B>> {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration PING = Duration.ofSeconds(10);
  private static final double JITTER = 0.25;

  private @Nullable HttpUrl baseUrl;
  private @Nullable Provider provider;
  private Supplier<@Nullable ApiKey> keys = () -> null;
  private final List<Endpoint.Header> headers = new ArrayList<>();
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration totalTimeout = Duration.ofMinutes(2);
  private int retries = 2;
  private Duration firstBackoff = Duration.ofMillis(500);
  private Duration longestBackoff = Duration.ofSeconds(8);
  private @Nullable OkHttpClient client;

  abstract B self();

  /** The path of the service, behind the version's: {@code chat/completions}. */
  abstract String service();

  /**
   * The endpoint, with its version path, such as {@code https://api.openai.com/v1}, the default.
   * The service's own path is appended; slashes at the end do not matter, and a query stays.
   *
   * @throws IllegalArgumentException if it is not an http or https address, or names a user
   */
  public B baseUrl(String url) {
    HttpUrl parsed = HttpUrl.parse(url.strip());
    check(
        parsed != null,
        "baseUrl is not an http or https address; give one such as https://api.openai.com/v1");
    check(
        parsed.username().isEmpty() && parsed.password().isEmpty(),
        "baseUrl names a user or a password; leave them out and use apiKey");
    String path = parsed.encodedPath().replaceAll("/+$", "");
    check(
        !path.endsWith("/" + service()),
        "baseUrl ends in /" + service() + "; leave that out, it is appended");
    baseUrl = parsed.newBuilder().encodedPath(path.isEmpty() ? "/" : path).fragment(null).build();
    return self();
  }

  /**
   * Whose endpoint it is, which decides what some fields are called, and the address where none is
   * given. By default {@link Provider#OPENAI} at its own address, and {@link Provider#COMPATIBLE}
   * at any other.
   */
  public B provider(Provider whose) {
    provider = Objects.requireNonNull(whose, "provider");
    return self();
  }

  /**
   * The key. Without one no header for it is sent.
   *
   * @throws IllegalArgumentException if it is blank or could not stand in a header
   */
  public B apiKey(String key) {
    ApiKey fixed = new ApiKey(key);
    keys = () -> fixed;
    return self();
  }

  /**
   * Where the key comes from, for keys that expire. The supplier is asked before each try, on the
   * calling thread, and may take its time; null stands for no key. What it throws counts as a try
   * that failed.
   */
  public B apiKey(Supplier<@Nullable String> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    keys =
        () -> {
          String key = supplier.get();
          return key == null ? null : new ApiKey(key);
        };
    return self();
  }

  /**
   * A further header of each request; it replaces one of the same name. Its value is not struck out
   * of what the endpoint tells: a key belongs into {@link #apiKey(String)}.
   *
   * @throws IllegalArgumentException if it could not be a header; the text does not quote its value
   */
  public B header(String name, String value) {
    check(name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), "header name " + name + " is no token");
    check(
        value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f)),
        "the value of header " + name + " has a line break or a character outside ASCII");
    headers.add(new Endpoint.Header(name, value));
    return self();
  }

  /** The organisation on whose bill it goes, for keys of more than one: OpenAI's own header. */
  public B organization(String id) {
    return header("OpenAI-Organization", id);
  }

  /**
   * How long until a connection is there, from name look-up to TLS; by default 5 s.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public B connectTimeout(Duration timeout) {
    connectTimeout = checkTimeout("connectTimeout", timeout);
    return self();
  }

  /**
   * How long for everything, all tries and the waits between them; by default 2 min.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public B totalTimeout(Duration timeout) {
    totalTimeout = checkTimeout("totalTimeout", timeout);
    return self();
  }

  /**
   * How often to try again, 0 to 10; by default 2, which makes three tries. A pooled connection
   * that turns out to be dead is replaced at once and does not count.
   *
   * @throws IllegalArgumentException if it is outside that range
   */
  public B retries(int times) {
    check(times >= 0 && times <= 10, "retries " + times + " must be 0 to 10");
    retries = times;
    return self();
  }

  /**
   * How long to wait before trying again: first so long, then twice as long each time up to the
   * longest, each a quarter more or less by chance; by default 500 ms and 8 s. A wait is never more
   * than half of the time that is left.
   *
   * @throws IllegalArgumentException if first is not positive, or longest not longer than it
   */
  public B backoff(Duration first, Duration longest) {
    checkTimeout("backoff's first wait", first);
    checkTimeout("backoff's longest wait", longest);
    check(
        longest.compareTo(first) > 0,
        "backoff's longest wait " + longest + " must be longer than its first, " + first);
    firstBackoff = first;
    longestBackoff = longest;
    return self();
  }

  /**
   * The host's client, whose connections, proxy, TLS, interceptors and authenticator are used; by
   * default one of its own. Its time-outs, redirects and retries do not apply: those set here do.
   * Its ping interval applies if it has one; else HTTP/2 connections are pinged every 10 s.
   */
  public B httpClient(OkHttpClient hosts) {
    client = Objects.requireNonNull(hosts, "client");
    return self();
  }

  boolean ownsClient() {
    return client == null;
  }

  Duration totalTimeout() {
    return totalTimeout;
  }

  /**
   * The endpoint.
   *
   * @param answer how long until the head of an answer
   * @throws IllegalStateException if the provider has no address of its own and none was given
   */
  Endpoint endpoint(Duration answer) {
    HttpUrl base = baseUrl;
    if (base == null) {
      Provider whose = provider == null ? Provider.OPENAI : provider;
      if (whose.baseUrl() == null) {
        throw new IllegalStateException(
            "baseUrl is missing; " + whose.name() + " has no address that serves everybody");
      }
      base = HttpUrl.get(whose.baseUrl());
    }
    Provider row = provider;
    if (row == null) {
      row = base.host().equals("api.openai.com") ? Provider.OPENAI : Provider.COMPATIBLE;
    }
    return new Endpoint(
        derivedClient(answer),
        row.address(base, service()),
        row,
        keys,
        List.copyOf(headers),
        connectTimeout,
        totalTimeout,
        retryPolicy());
  }

  /**
   * Redirects are off, since one could carry the prompt to a host that nobody chose. Repeating is
   * on, but {@link Attempt} lets it happen for dead connections and authenticators only. The read
   * time-out is for the head of an answer: when it passes, OkHttp finds out whether an HTTP/2
   * connection is dead, which a cancelled call would not make it do.
   */
  private OkHttpClient derivedClient(Duration answer) {
    OkHttpClient.Builder derived =
        (client == null ? new OkHttpClient() : client)
            .newBuilder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true)
            .connectTimeout(connectTimeout)
            .readTimeout(answer)
            .writeTimeout(Duration.ZERO)
            .callTimeout(Duration.ZERO);
    if (client == null || client.pingIntervalMillis() == 0) {
      derived.pingInterval(PING);
    }
    return Attempt.watched(derived).build();
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

  static Duration checkTimeout(String name, Duration value) {
    check(
        value.compareTo(Duration.ZERO) > 0 && value.compareTo(LONGEST) <= 0,
        name + " " + value + " must be positive and at most a day");
    return value;
  }

  static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
