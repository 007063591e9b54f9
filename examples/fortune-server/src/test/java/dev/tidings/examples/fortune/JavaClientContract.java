package dev.tidings.examples.fortune;

import dev.tidings.client.Position;
import dev.tidings.client.SseProgressClient;
import dev.tidings.client.TaskAccessException;
import dev.tidings.client.TaskEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the forms of the Java client have in common. */
abstract class JavaClientContract extends ClientContract {
  private final List<SseProgressClient> clients = new ArrayList<>();

  @AfterEach
  void closeClients() {
    clients.forEach(SseProgressClient::close);
  }

  @Override
  final ClientUnderTest follow(
      String address, String taskId, String token, @Nullable String lastEventId) {
    SseProgressClient client =
        SseProgressClient.builder(URI.create(address + TestServer.STREAMING))
            .token(() -> token)
            .build();
    clients.add(client);
    ClientUnderTest told = new ClientUnderTest();
    follow(
        client, taskId, lastEventId == null ? Position.START : Position.after(lastEventId), told);
    return told;
  }

  /** Follows in one of the forms. */
  abstract void follow(
      SseProgressClient client, String taskId, Position from, ClientUnderTest told);

  static void tell(TaskEvent event, ClientUnderTest told) {
    if (event instanceof TaskEvent.Text piece) {
      told.text(piece.text());
    } else if (event instanceof TaskEvent.Progress progress) {
      told.percent(progress.percent());
    } else if (event instanceof TaskEvent.Status status) {
      told.percent(status.percent());
    } else if (event instanceof TaskEvent.Completed) {
      told.end("completed");
    } else if (event instanceof TaskEvent.Failed failed) {
      told.end(failed.code());
    }
  }

  static void tell(Throwable failure, ClientUnderTest told) {
    told.end(
        failure instanceof TaskAccessException access
            ? switch (access.reason()) {
              case UNAUTHORIZED, FORBIDDEN, REFUSED -> "refused";
              case GONE -> "gone";
              default -> failure.toString();
            }
            : failure.toString());
    told.over();
  }
}
