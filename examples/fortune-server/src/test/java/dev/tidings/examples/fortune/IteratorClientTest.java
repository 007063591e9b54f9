package dev.tidings.examples.fortune;

import dev.tidings.client.Position;
import dev.tidings.client.SseProgressClient;
import dev.tidings.client.TaskAccessException;
import dev.tidings.client.TaskEvents;

/** The Java client as an iterator. */
class IteratorClientTest extends JavaClientContract {
  @Override
  void follow(SseProgressClient client, String taskId, Position from, ClientUnderTest told) {
    Thread reader =
        new Thread(
            () -> {
              try (TaskEvents events = client.follow(taskId, from)) {
                while (events.hasNext()) {
                  tell(events.next(), told);
                }
                told.over();
              } catch (TaskAccessException failure) {
                tell(failure, told);
              }
            },
            "reader");
    reader.setDaemon(true);
    reader.start();
  }
}
