package dev.tidings.examples.fortune;

import dev.tidings.client.Position;
import dev.tidings.client.SseProgressClient;
import dev.tidings.client.TaskAccessException;
import dev.tidings.client.TaskEvent;
import dev.tidings.client.TaskEventListener;

/** The Java client with a listener. */
class ListenerClientTest extends JavaClientContract {
  @Override
  void follow(SseProgressClient client, String taskId, Position from, ClientUnderTest told) {
    var unused =
        client.follow(
            taskId,
            from,
            new TaskEventListener() {
              @Override
              public void onEvent(TaskEvent event) {
                tell(event, told);
              }

              @Override
              public void onEnd() {
                told.over();
              }

              @Override
              public void onFailure(TaskAccessException failure) {
                tell(failure, told);
              }
            });
  }
}
