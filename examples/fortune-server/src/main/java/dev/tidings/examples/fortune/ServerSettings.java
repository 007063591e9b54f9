package dev.tidings.examples.fortune;

import dev.tidings.redis.RedisJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says. Immutable.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any
 * @param jwtSecret whose UTF-8 bytes are the key of the tokens, or null for one of this run and
 *     demo tokens
 * @param corpus more poems, or null
 * @param index the folder that keeps the index of the poems, or null for memory
 * @param model which language model to ask
 * @param workers how many questions are answered at once
 * @param queueCapacity how many may wait
 * @param tasksPerUser how many unfinished questions a user may have
 * @param taskDeadline how long a question may take, its time in the queue included
 * @param retention how many questions are kept, and how long
 * @param ping between two signs of life of an enhanced stream; null for none in any stream
 * @param writeTimeout how long a client may take nothing
 * @param drain how long a stop waits for the streams' last events
 * @param access what strangers may do
 * @param redis where questions are kept that several servers share, or null for memory
 */
public record ServerSettings(
    String host,
    int port,
    @Nullable String jwtSecret,
    @Nullable Path corpus,
    @Nullable Path index,
    ModelSettings model,
    int workers,
    int queueCapacity,
    int tasksPerUser,
    Duration taskDeadline,
    RetentionSettings retention,
    @Nullable Duration ping,
    Duration writeTimeout,
    Duration drain,
    AccessSettings access,
    @Nullable String redis) {

  private static final int SHORTEST_SECRET = 32;

  /**
   * Which language model to ask.
   *
   * @param baseUrl of an OpenAI-compatible endpoint, or null
   * @param apiKey or null
   * @param name the model
   * @param firstToken how long to wait for the first content
   */
  public record ModelSettings(
      @Nullable String baseUrl, @Nullable String apiKey, String name, Duration firstToken) {
    /** Shows no secret. */
    @Override
    public String toString() {
      return "ModelSettings[" + name + "]";
    }

    /** Whether there is a language model at all. */
    public boolean connected() {
      return baseUrl != null || apiKey != null;
    }
  }

  /**
   * Reads the variables that the README lists.
   *
   * @throws IllegalArgumentException if one is wrong, naming it
   */
  public static ServerSettings fromEnvironment(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    ModelSettings model =
        new ModelSettings(
            variables.text("OPENAI_BASE_URL").orElse(null),
            variables.text("OPENAI_API_KEY").orElse(null),
            variables.text("OPENAI_MODEL").orElse("gpt-4o-mini"),
            variables.seconds("TIDINGS_FIRST_TOKEN_TIMEOUT_SECONDS", 30));
    String host = variables.text("HOST").orElse("127.0.0.1");
    AccessSettings access = AccessSettings.from(variables, host);
    boolean givesTokensOut = variables.text("TIDINGS_JWT_SECRET").isEmpty();
    boolean demoMeant = variables.yes("TIDINGS_DEMO");
    if (access.reachable() && givesTokensOut && model.connected() && !demoMeant) {
      throw new IllegalArgumentException(
          "HOST '"
              + host
              + (access.proxies().isEmpty() ? "'" : "' with TIDINGS_PROXIES")
              + " lets others in, and without TIDINGS_JWT_SECRET anybody gets a token and asks"
              + " your language model; set the secret, or TIDINGS_DEMO=yes if that is meant");
    }
    return new ServerSettings(
        host,
        variables.number("PORT", 7070, 0, 65_535),
        variables.text("TIDINGS_JWT_SECRET").map(ServerSettings::secret).orElse(null),
        variables.text("TIDINGS_CORPUS").map(Path::of).orElse(null),
        variables.text("TIDINGS_INDEX").map(Path::of).orElse(null),
        model,
        variables.number("TIDINGS_WORKERS", 32, 1, 10_000),
        variables.number("TIDINGS_QUEUE", 256, 1, 1_000_000),
        variables.number("TIDINGS_TASKS_PER_USER", 8, 1, 1_000_000),
        variables.seconds("TIDINGS_TASK_DEADLINE_SECONDS", 180),
        RetentionSettings.from(variables),
        variables.secondsOrNone("TIDINGS_PING_SECONDS", 15).orElse(null),
        variables.seconds("TIDINGS_WRITE_TIMEOUT_SECONDS", 20),
        variables.seconds("TIDINGS_DRAIN_SECONDS", 5),
        access,
        variables
            .text("TIDINGS_REDIS")
            .map(address -> redis(address, givesTokensOut))
            .orElse(null));
  }

  private static String redis(String address, boolean givesTokensOut) {
    if (givesTokensOut) {
      throw new IllegalArgumentException(
          "TIDINGS_REDIS lets several servers share their questions, and each would refuse the"
              + " tokens of the others; set TIDINGS_JWT_SECRET too, the same for all");
    }
    try {
      var unused = RedisJournal.builder(address);
      return address;
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("TIDINGS_REDIS: " + wrong.getMessage(), wrong);
    }
  }

  private static String secret(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "TIDINGS_JWT_SECRET has "
              + length
              + " bytes; HS256 needs at least "
              + SHORTEST_SECRET
              + " (openssl rand -base64 32 makes one)");
    }
    return text;
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "ServerSettings[" + host + ":" + port + "]";
  }
}
