package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.SseProgressClient;
import dev.tidings.examples.fortune.terminal.FortuneApi.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a question and watches the answer come. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = "Asks about a poem and shows the answer as it comes. Ctrl-C cancels the task.")
final class AskCommand implements Callable<Integer> {
  private static final int LONGEST_QUESTION_BYTES = 64 * 1024;

  private final Surroundings around;

  @Mixin private final ServerOptions options = new ServerOptions();

  @Option(
      names = "--deity",
      paramLabel = "ID",
      defaultValue = "guan_yu",
      description = "Whose poems; ${DEFAULT-VALUE} by default.")
  private String deity = "";

  @Option(
      names = "--number",
      paramLabel = "N",
      required = true,
      description = "Which poem was drawn.")
  private int number;

  @Parameters(
      paramLabel = "QUESTION",
      description = "What is asked; - reads it from standard input, in UTF-8.")
  private String question = "";

  AskCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Texts texts = new Texts(options.language(around));
    FortuneApi api = new FortuneApi(options.server(around));
    try (Display display = options.display(around, texts)) {
      return ask(api, texts, display).number();
    }
  }

  private ExitCode ask(FortuneApi api, Texts texts, Display display) throws InterruptedException {
    CompletableFuture<Watch> watching = new CompletableFuture<>();
    TerminalClient.interruptible(around, watching);
    try {
      String asked = question.equals("-") ? standardInput() : question;
      if (asked.indexOf('\ufffd') >= 0) {
        display.note(texts.get("encoding"));
        return ExitCode.USAGE;
      }
      String token = ServerOptions.token(around, api, texts);
      String taskId = api.ask(token, body(asked));
      display.task(taskId);
      try (SseProgressClient client = ServerOptions.client(api, token, display)) {
        Watch watch =
            new Watch(
                client, taskId, client.follow(taskId), display, texts, Watch.OnInterrupt.CANCEL);
        watching.complete(watch);
        return watch.run();
      }
    } catch (RefusedException refused) {
      display.note(texts.get("refused", String.valueOf(refused.getMessage())));
      return ExitCode.REFUSED;
    } catch (IOException unreachable) {
      display.note(texts.get("unreachable", TerminalClient.reason(unreachable)));
      return ExitCode.UNREACHABLE;
    } finally {
      watching.cancel(false);
    }
  }

  private String standardInput() throws IOException {
    byte[] bytes = around.in().readNBytes(LONGEST_QUESTION_BYTES);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  private Map<String, Object> body(String asked) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("deity_id", deity);
    body.put("fortune_number", number);
    body.put("question", asked);
    body.put("language", options.language(around));
    return body;
  }
}
