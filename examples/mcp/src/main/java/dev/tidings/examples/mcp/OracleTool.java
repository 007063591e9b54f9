package dev.tidings.examples.mcp;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressTracker;
import dev.tidings.lucene.Deity;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tool {@code ask_oracle}. */
final class OracleTool {
  private static final Map<String, Locale> LANGUAGES =
      Map.of("zh", Locale.TRADITIONAL_CHINESE, "en", Locale.ENGLISH, "ja", Locale.JAPANESE);

  private final Oracle oracle;
  private final Duration silence;

  /**
   * A tool that asks that oracle.
   *
   * @param silence how long a client is told nothing while it waits
   */
  OracleTool(Oracle oracle, Duration silence) {
    this.oracle = oracle;
    this.silence = silence;
  }

  /** What a client's model is told of it. */
  Tool description() {
    List<String> deities = oracle.deities().stream().map(Deity::id).toList();
    Map<String, Object> properties =
        Map.of(
            "deity_id",
            Map.of("type", "string", "enum", deities),
            "fortune_number",
            Map.of("type", "integer", "minimum", 1),
            "question",
            Map.of("type", "string", "minLength", 1, "maxLength", 1000),
            "language",
            Map.of("type", "string", "enum", List.of("zh", "en", "ja")));
    Map<String, Object> schema =
        Map.of(
            "type",
            "object",
            "properties",
            properties,
            "required",
            List.of("deity_id", "fortune_number", "question"));
    return Tool.builder("ask_oracle", schema)
        .title("Ask a temple oracle")
        .description("Interprets a temple poem for somebody's question. It may take a minute.")
        .build();
  }

  /** Answers a call; the SDK gives it a thread that may block. */
  CallToolResult call(McpSyncServerExchange client, CallToolRequest request) {
    ProgressTracker asked = ask(request.arguments());
    Object token = request.progressToken();
    try {
      return result(
          asked,
          new ProgressNotes(
                  asked.view(),
                  silence,
                  (count, words) -> {
                    if (token != null) {
                      client.progressNotification(
                          ProgressNotification.builder(token, (double) count)
                              .message(words)
                              .build());
                    }
                  })
              .follow());
    } catch (InterruptedException | RuntimeException gone) {
      // Nobody waits for the answer any more.
      asked.cancel();
      throw new IllegalStateException("the client is gone", gone);
    }
  }

  /** The SDK has held the arguments against the schema. */
  private ProgressTracker ask(Map<String, Object> arguments) {
    return oracle.ask(
        argument(arguments, "deity_id", String.class),
        argument(arguments, "fortune_number", Number.class).intValue(),
        argument(arguments, "question", String.class),
        LANGUAGES.getOrDefault(arguments.getOrDefault("language", "en"), Locale.ENGLISH));
  }

  private static <T> T argument(Map<String, Object> arguments, String name, Class<T> type) {
    Object value = arguments.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "argument '" + name + "' must be a " + type.getSimpleName() + ", not " + value);
    }
    return type.cast(value);
  }

  private static CallToolResult result(ProgressTracker asked, ProgressEvent end) {
    if (end instanceof Completed completed) {
      return CallToolResult.builder().addTextContent(completed.result().response()).build();
    }
    Failed failed = (Failed) end;
    return CallToolResult.builder()
        .isError(true)
        .addTextContent(asked.view().render(failed.failure().message()))
        .build();
  }
}
