package dev.tidings.dialects;

import dev.tidings.Message;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.TaskHead;
import dev.tidings.TaskSnapshot;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.util.List;

/**
 * The state as a run that begins: all messages at once, then the answer's message opened again, as
 * a client wants it before more of it comes.
 */
record AgUiVoice(AgUiDialect dialect, List<AgUi.Message> messages, Beginning beginning)
    implements Voice {

  @Override
  public void opening(TaskHead task, Resync state, Words out) {
    TaskSnapshot now = state.snapshot();
    AgUiEvents events = new AgUiEvents(task, out, state.epochMillis());
    events.started(dialect.version());
    events.messages(messages, now.text());
    Message message = now.message() == null ? Message.of("task.queued") : now.message();
    events.activity(now.status(), now.stage().name(), now.percent(), task.render(message), null);
    now.data().forEach(events::fact);
    if (AgUiDialect.isStep(now.stage())) {
      events.step("STEP_STARTED", now.stage());
    }
    if (!now.text().isEmpty()) {
      events.startText();
    }
  }
}
