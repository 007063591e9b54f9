package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.journal.Journal;
import dev.tidings.redis.RedisJournal;
import dev.tidings.testkit.journal.LoopStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real server on a free port, and plain calls to it. */
final class TestServer implements AutoCloseable {
  static final String STREAMING = "/api/v1/streaming-chat";
  static final String ASYNC = "/api/v1/async-chat";
  static final String QUESTION = "我下週的面試會順利嗎？";

  /**
   * What joins the hub that tasks are in with the one that clients reach: {@code loop} or {@code
   * redis}; they are one hub unless it is set.
   */
  private static final String APART = System.getProperty("tidings.apart", "");

  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Runnable stop;
  private final URI address;

  private TestServer(String address, Runnable stop) {
    this.stop = stop;
    this.address = URI.create("http://127.0.0.1:" + URI.create(address).getPort());
  }

  /** One that runs elsewhere on this machine. */
  static TestServer at(String address, Runnable stop) {
    return new TestServer(address, stop);
  }

  /** Starts one on journals, which are those of its tasks and of what clients find; or on none. */
  private static TestServer of(ServerSettings settings, Journal... apart) {
    try {
      FortuneServer server =
          apart.length == 0
              ? FortuneServer.start(settings)
              : FortuneServer.start(settings, apart[0], apart[1]);
      return new TestServer(server.address(), server::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestServer of(ServerSettings settings) {
    Duration retention = settings.retention().time();
    if (APART.isEmpty() || settings.redis() != null) {
      return of(settings, new Journal[0]);
    }
    if (APART.equals("redis")) {
      String prefix = "test" + PREFIXES.incrementAndGet() + ":";
      return of(settings, journal(prefix, retention), journal(prefix, retention));
    }
    LoopStore store = LoopStore.create(retention, InstantSource.system());
    return of(settings, store.connect(), store.connect());
  }

  /** A server that shows the tasks in that store, its own and others'. */
  static TestServer sharing(LoopStore store, String... variables) {
    return of(settings(variables), store.connect(), store.connect());
  }

  private static RedisJournal journal(String prefix, Duration retention) {
    return RedisJournal.builder(SharedRedis.address()).prefix(prefix).retention(retention).build();
  }

  /** A server with a JWT secret and, given as name and value in turn, those variables. */
  static TestServer start(String... variables) {
    return of(settings(variables));
  }

  private static ServerSettings settings(String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", "0");
    environment.put("TIDINGS_JWT_SECRET", Jwts.SECRET);
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return ServerSettings.fromEnvironment(environment);
  }

  /** The same, and it takes itself for one that others can reach, though it listens on loopback. */
  static TestServer reachable(String... variables) {
    String[] all = Arrays.copyOf(variables, variables.length + 2);
    all[variables.length] = "HOST";
    all[variables.length + 1] = "0.0.0.0";
    ServerSettings open = settings(all);
    return of(
        new ServerSettings(
            "127.0.0.1",
            open.port(),
            open.jwtSecret(),
            open.corpus(),
            open.index(),
            open.model(),
            open.workers(),
            open.queueCapacity(),
            open.tasksPerUser(),
            open.taskDeadline(),
            open.retention(),
            open.ping(),
            open.writeTimeout(),
            open.drain(),
            open.access(),
            open.redis()));
  }

  /** The same, asking that model. */
  static TestServer asking(FakeModel model, String... variables) {
    String[] all = Arrays.copyOf(variables, variables.length + 2);
    all[variables.length] = "OPENAI_BASE_URL";
    all[variables.length + 1] = model.baseUrl();
    return start(all);
  }

  int port() {
    return address.getPort();
  }

  URI at(String path) {
    return URI.create(address + path);
  }

  static HttpRequest.Builder authorized(HttpRequest.Builder request, @Nullable String token) {
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  Answer get(String path, @Nullable String token) {
    return send(authorized(HttpRequest.newBuilder(at(path)), token));
  }

  Answer post(String path, @Nullable String token) {
    return send(authorized(HttpRequest.newBuilder(at(path)), token).POST(BodyPublishers.noBody()));
  }

  Answer post(String path, @Nullable String token, String json) {
    return post(path, token, json.getBytes(UTF_8), "application/json");
  }

  Answer post(String path, @Nullable String token, byte[] body, @Nullable String type) {
    HttpRequest.Builder request = authorized(HttpRequest.newBuilder(at(path)), token);
    if (type != null) {
      request.header("Content-Type", type);
    }
    return send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(
              request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString(UTF_8));
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body of a question for Guan Yu's poem 40. */
  static String question(String language) {
    return question(language, QUESTION, true);
  }

  static String question(String language, String question, boolean streaming) {
    return """
        {"deity_id":"guan_yu","fortune_number":40,"question":"%s","enable_streaming":%s,\
        "language":"%s"}"""
        .formatted(question, streaming, language);
  }

  /** Asks, and gives the task's id. */
  String ask(String token) {
    return ask(token, question("zh"));
  }

  String ask(String token, String body) {
    return post(STREAMING + "/ask-question", token, body).ok().path("task_id").asString();
  }

  /** The enhanced stream of a task from its first event. */
  SseClient enhanced(String taskId, String token) {
    return SseClient.open(at(STREAMING + "/sse/" + taskId), "Authorization", "Bearer " + token);
  }

  /** The same after an event that was seen. */
  SseClient enhancedAfter(String lastEventId, String taskId, String token) {
    return SseClient.open(
        at(STREAMING + "/sse/" + taskId),
        "Authorization",
        "Bearer " + token,
        "Last-Event-ID",
        lastEventId);
  }

  SseClient traditional(String taskId, String token) {
    return SseClient.open(at(ASYNC + "/sse/" + taskId), "Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    stop.run();
  }
}
