package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.examples.fortune.terminal.Surroundings;
import dev.tidings.examples.fortune.terminal.TerminalClient;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The terminal client, by what it prints for scripts and its exit codes. */
class TerminalClientTest extends ClientContract {
  @Override
  ClientUnderTest follow(
      String address, String taskId, String token, @Nullable String lastEventId) {
    ClientUnderTest told = new ClientUnderTest();
    List<String> arguments =
        new ArrayList<>(List.of("follow", taskId, "--server", address, "--json"));
    if (lastEventId != null) {
      arguments.addAll(List.of("--last-event-id", lastEventId));
    }
    Surroundings around =
        new Surroundings(
            Map.of("TIDINGS_TOKEN", token),
            Locale.ENGLISH,
            InputStream.nullInputStream(),
            new PrintStream(new Lines(told), true, UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
            0,
            action -> {});
    Thread run =
        new Thread(
            () -> {
              switch (TerminalClient.run(around, arguments.toArray(String[]::new))) {
                case 3 -> told.end("refused");
                case 5 -> told.gone();
                default -> {
                  // The end was printed.
                }
              }
              told.over();
            },
            "terminal");
    run.setDaemon(true);
    run.start();
    return told;
  }

  /** Reads the lines that are printed, as a script would. */
  private static final class Lines extends OutputStream {
    private final ClientUnderTest told;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(ClientUnderTest told) {
      this.told = told;
    }

    @Override
    public void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      JsonNode event = Answer.parse(line.toString(UTF_8));
      line.reset();
      switch (event.path("type").asString()) {
        case "enhanced_token" -> told.text(event.path("text").asString());
        case "enhanced_status", "enhanced_progress" ->
            told.percent(event.path("progress").intValue());
        case "enhanced_complete" -> told.end("completed");
        case "enhanced_error" -> told.end(event.path("code").asString());
        default -> {
          // Pings.
        }
      }
    }
  }
}
