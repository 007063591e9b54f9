package dev.tidings.examples.fortune;

import dev.tidings.client.SseProgressClient;
import dev.tidings.client.TaskEvent;
import dev.tidings.client.TaskEvents;
import java.io.PrintStream;
import java.net.URI;
import java.util.function.Supplier;

/** What the documentation shows of the Java client. */
final class DocumentedClient {
  private DocumentedClient() {}

  static void follow(URI streamingChat, Supplier<String> tokens, String taskId, PrintStream out) {
    // snippet: follow
    try (SseProgressClient client = SseProgressClient.builder(streamingChat).token(tokens).build();
        TaskEvents events = client.follow(taskId)) {
      while (events.hasNext()) {
        TaskEvent event = events.next();
        if (event instanceof TaskEvent.Progress step) {
          out.println(step.percent() + "% " + step.message());
        } else if (event instanceof TaskEvent.Text piece) {
          out.print(piece.text());
        } else if (event instanceof TaskEvent.Failed failed) {
          out.println(failed.code() + ": " + failed.error());
        }
      }
    }
    // end of snippet
  }
}
