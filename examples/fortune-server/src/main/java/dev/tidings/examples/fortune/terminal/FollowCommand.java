package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.Position;
import dev.tidings.client.SseProgressClient;
import dev.tidings.examples.fortune.terminal.FortuneApi.RefusedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches a task that somebody asked for before. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a task of yours, from its first event or from where you left off.",
      "Needs the token it was asked with, in TIDINGS_TOKEN. Ctrl-C leaves it; the task goes on."
    })
final class FollowCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "TASK_ID", description = "The task.")
  private String taskId = "";

  @Option(
      names = "--last-event-id",
      paramLabel = "ID",
      description = "Only what comes after this event.")
  private @Nullable String lastEventId;

  FollowCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Texts texts = new Texts(options.language(around));
    String last = lastEventId;
    Position from = last == null ? Position.START : options.checked(() -> Position.after(last));
    FortuneApi api = new FortuneApi(options.server(around));
    try (Display display = options.display(around, texts)) {
      return follow(api, from, texts, display).number();
    }
  }

  private ExitCode follow(FortuneApi api, Position from, Texts texts, Display display)
      throws InterruptedException {
    try {
      String token = ServerOptions.token(around, api, texts);
      display.task(taskId);
      try (SseProgressClient client = ServerOptions.client(api, token, display)) {
        Watch watch =
            new Watch(
                client,
                taskId,
                client.follow(taskId, from),
                display,
                texts,
                Watch.OnInterrupt.LEAVE);
        TerminalClient.interruptible(around, CompletableFuture.completedFuture(watch));
        return watch.run();
      }
    } catch (RefusedException refused) {
      display.note(texts.get("refused", String.valueOf(refused.getMessage())));
      return ExitCode.REFUSED;
    } catch (IOException unreachable) {
      display.note(texts.get("unreachable", TerminalClient.reason(unreachable)));
      return ExitCode.UNREACHABLE;
    }
  }
}
