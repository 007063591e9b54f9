package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import dev.tidings.testkit.dialect.Told;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgUiVoiceTest {
  private static final AgUi.Message QUESTION =
      new AgUi.Message("q1", "{\"id\":\"q1\",\"role\":\"user\",\"content\":\"well?\"}");
  private static final AgUi.Message STALE =
      new AgUi.Message(
          "task1-answer", "{\"id\":\"task1-answer\",\"role\":\"assistant\",\"content\":\"so\"}");
  private static final AgUi.Message LATER =
      new AgUi.Message("q2", "{\"id\":\"q2\",\"role\":\"user\",\"content\":\"and?\"}");

  private final ProgressHub hub = ProgressHub.builder().build();
  private final ProgressTracker task =
      hub.start(Task.create("task1").attribute(AgUi.THREAD_ID, "its own"));
  private final AgUiClient client = new AgUiClient();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void theClientsMessagesStayAndTheAnswerIsRenewedInItsPlace() {
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    task.token("so far");

    attach(AgUi.attached(true, List.of(QUESTION, STALE, LATER)));

    assertThat(client.messages().keySet()).containsExactly("q1", "task1-answer", "q2");
    assertThat(client.answer()).isEqualTo("so far");
    assertThat(client.messages().get("q2")).hasToString("and?");
  }

  @Test
  void anAnswerThatHasNotBegunIsLeftOutSoThatNothingIsDoubled() {
    attach(AgUi.attached(true, List.of(QUESTION, STALE)));
    assertThat(client.messages()).containsOnlyKeys("q1");

    task.complete(TaskResult.of("all of it"));
    TaskView view = task.view();
    view.cursor(Position.after(1)).read(10).stream()
        .flatMap(event -> Dialects.agUi().bodies(view, event).stream())
        .forEach(this::tell);

    assertThat(client.answer()).isEqualTo("all of it");
    assertThat(client.end()).isEqualTo("success");
  }

  private void attach(Voice voice) {
    assertThat(voice.beginning()).isEqualTo(Voice.Beginning.AT_PRESENT);
    client.connected();
    voice.opening(
        task.view(),
        new Resync(task.view().snapshot().sequence(), 1, task.view().snapshot()),
        new Words() {
          @Override
          public void message(byte[] body) {
            tell(body);
          }

          @Override
          public void message(String name, byte[] body) {
            throw new AssertionError("its messages have no names");
          }

          @Override
          public void comment() {
            throw new AssertionError("no sign of life");
          }
        });
  }

  private void tell(byte[] body) {
    client.told(new Told(null, null, new String(body, StandardCharsets.UTF_8)));
  }
}
