package dev.tidings.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A builder collects the settings of a {@link SseProgressClient}. Each setter checks its value at
 * once.
 */
public final class SseProgressClientBuilder {
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Function<String, TaskEndpoints> endpoints;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable HttpClient http;
  private Supplier<? extends @Nullable String> token = () -> null;
  private Duration answerTimeout = Duration.ofSeconds(10);
  private Duration silence = Duration.ofSeconds(45);
  private Duration firstWait = Duration.ofSeconds(2);
  private Duration longestWait = Duration.ofSeconds(30);
  private Duration giveUpAfter = Duration.ofMinutes(10);
  private int maxEventBytes = 8 * 1024 * 1024;
  private int maxTextLength = 8 * 1024 * 1024;
  private ConnectionListener connections = (task, connection) -> {};
  private Executor executor = new DaemonThreads();
  private RandomGenerator random = new SecureRandom();
  private LongSupplier nanoTime = System::nanoTime;

  SseProgressClientBuilder(Function<String, TaskEndpoints> endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * What gives the bearer token: the thread that makes a connection or a call asks it each time; a
   * null is no token. What it throws counts as a connection that failed.
   */
  public SseProgressClientBuilder token(Supplier<? extends @Nullable String> supplier) {
    token = Objects.requireNonNull(supplier, "token");
    return this;
  }

  /** A header that is sent with every request, such as {@code Accept-Language}. */
  public SseProgressClientBuilder header(String name, String value) {
    // The JDK's own checks of both.
    var unused = HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
    headers.put(name, value);
    return this;
  }

  /** The HTTP client to use, with its proxy and TLS; by default one of HTTP/1.1. */
  public SseProgressClientBuilder httpClient(HttpClient client) {
    http = Objects.requireNonNull(client, "httpClient");
    return this;
  }

  /** How long to wait for a connection and the head of an answer; 10 s by default. */
  public SseProgressClientBuilder answerTimeout(Duration time) {
    answerTimeout = positive("answerTimeout", time);
    return this;
  }

  /**
   * How long a stream may say nothing, not even a ping, before it counts as broken; 45 s by
   * default, three pings of the server's default.
   */
  public SseProgressClientBuilder silence(Duration time) {
    silence = positive("silence", time);
    return this;
  }

  /** The wait after a first failure, unless the server says how long; 2 s by default. */
  public SseProgressClientBuilder firstWait(Duration time) {
    firstWait = positive("firstWait", time);
    return this;
  }

  /** The longest wait between connections, unless the server asks for more; 30 s by default. */
  public SseProgressClientBuilder longestWait(Duration time) {
    longestWait = positive("longestWait", time);
    return this;
  }

  /**
   * How long to try without anything new before it is given up as {@code UNREACHABLE}; 10 min by
   * default, after which a server has forgotten what ended meanwhile.
   */
  public SseProgressClientBuilder giveUpAfter(Duration time) {
    giveUpAfter = positive("giveUpAfter", time);
    return this;
  }

  /** The most bytes of one event; 8 MiB by default. */
  public SseProgressClientBuilder maxEventBytes(int bytes) {
    maxEventBytes = positive("maxEventBytes", bytes);
    return this;
  }

  /** The most UTF-16 units of one answer; 8 Mi by default. */
  public SseProgressClientBuilder maxTextLength(int units) {
    maxTextLength = positive("maxTextLength", units);
    return this;
  }

  /** Who is told how each following stands with the server; nobody by default. */
  public SseProgressClientBuilder connectionListener(ConnectionListener listener) {
    connections = Objects.requireNonNull(listener, "connectionListener");
    return this;
  }

  /** Where listeners and subscribers are served; by default a daemon thread for each. */
  public SseProgressClientBuilder executor(Executor threads) {
    executor = Objects.requireNonNull(threads, "executor");
    return this;
  }

  /** For tests: chance, and a clock that never jumps. */
  SseProgressClientBuilder chance(RandomGenerator generator, LongSupplier clock) {
    random = generator;
    nanoTime = clock;
    return this;
  }

  /** The client. */
  public SseProgressClient build() {
    HttpClient client = http;
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(answerTimeout)
              .build();
    }
    return new SseProgressClient(
        endpoints,
        new Settings(
            client,
            token,
            Map.copyOf(headers),
            answerTimeout,
            silence,
            firstWait,
            longestWait,
            giveUpAfter,
            maxEventBytes,
            maxTextLength,
            connections,
            random,
            nanoTime),
        executor);
  }

  private static Duration positive(String name, Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " " + time + " must be longer than nothing and at most a day");
    }
    return time;
  }

  private static int positive(String name, int number) {
    if (number <= 0) {
      throw new IllegalArgumentException(name + " " + number + " must be at least 1");
    }
    return number;
  }

  /** A thread for whatever comes, which lets the process end. */
  private static final class DaemonThreads implements Executor {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public void execute(Runnable work) {
      Thread thread = new Thread(work, "tidings-client-" + number.incrementAndGet());
      thread.setDaemon(true);
      thread.start();
    }
  }
}
