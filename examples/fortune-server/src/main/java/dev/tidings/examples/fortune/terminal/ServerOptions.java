package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.SseProgressClient;
import dev.tidings.examples.fortune.terminal.FortuneApi.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that asking and following share. */
final class ServerOptions {
  private static final List<String> LANGUAGES = List.of("zh", "en", "ja");

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The fortune server; the local one by default (http://localhost:7070, or PORT).")
  private @Nullable URI server;

  @Option(
      names = "--language",
      paramLabel = "zh|en|ja",
      description = "The language of the answer and of this client; by default the locale's.")
  private @Nullable String language;

  @Option(names = "--json", description = "Print each event as one line of JSON, for scripts.")
  private boolean json;

  URI server(Surroundings around) {
    URI given = server;
    if (given == null) {
      return URI.create("http://localhost:" + around.environment().getOrDefault("PORT", "7070"));
    }
    if (given.getHost() == null || !List.of("http", "https").contains(given.getScheme())) {
      throw wrong("--server '" + given + "' must be an address such as http://localhost:7070");
    }
    return given;
  }

  String language(Surroundings around) {
    String given = language;
    if (given == null) {
      String local = around.locale().getLanguage().toLowerCase(Locale.ROOT);
      return LANGUAGES.contains(local) ? local : "en";
    }
    if (!LANGUAGES.contains(given)) {
      throw wrong("--language '" + given + "' must be zh, en or ja");
    }
    return given;
  }

  /** A value of the command line; what refuses it is told like any wrong one. */
  <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException refused) {
      throw wrong(String.valueOf(refused.getMessage()));
    }
  }

  private ParameterException wrong(String sentence) {
    CommandSpec spec = command;
    if (spec == null) {
      throw new IllegalStateException(sentence);
    }
    return new ParameterException(spec.commandLine(), sentence);
  }

  Display display(Surroundings around, Texts texts) {
    if (json) {
      return new JsonDisplay(around.out(), around.err());
    }
    Words words = new Words(texts);
    return around.columns() > 0
        ? new ScreenDisplay(around.out(), words, around.columns())
        : new PlainDisplay(around.out(), around.err(), words);
  }

  /** The token of the environment, or one that the server gives to anybody. */
  static String token(Surroundings around, FortuneApi api, Texts texts)
      throws IOException, InterruptedException, RefusedException {
    String token = around.environment().getOrDefault("TIDINGS_TOKEN", "").strip();
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      // Not sent, for the JDK would quote it.
      throw new RefusedException(0, texts.get("token.wrong"));
    }
    if (!token.isEmpty()) {
      return token;
    }
    try {
      return api.demoToken();
    } catch (RefusedException refused) {
      throw refused.status() == 404 ? new RefusedException(404, texts.get("no.demo")) : refused;
    }
  }

  static SseProgressClient client(FortuneApi api, String token, Display display) {
    return SseProgressClient.builder(api.tasks())
        .token(() -> token)
        .connectionListener((task, connection) -> display.connection(connection))
        .build();
  }
}
