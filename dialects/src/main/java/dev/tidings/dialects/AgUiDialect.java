package dev.tidings.dialects;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AG-UI: the task is a run, its stages are steps, its progress is an activity, its answer one
 * message. Clients of a version before 1.0 have no word for a run that was cancelled.
 */
final class AgUiDialect implements Dialect {
  static final AgUiDialect CURRENT = new AgUiDialect("ag-ui-1", "1.0");
  static final AgUiDialect BEFORE_1 = new AgUiDialect("ag-ui-0", null);

  private final String name;
  private final @Nullable String version;
  private final Voice voice;

  private AgUiDialect(String name, @Nullable String version) {
    this.name = name;
    this.version = version;
    this.voice = new AgUiVoice(this, List.of(), Voice.Beginning.AT_PLACE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Voice voice() {
    return voice;
  }

  /** An attached client's, which has what a request's messages are. */
  Voice attached(List<AgUi.Message> messages) {
    return new AgUiVoice(this, messages, Voice.Beginning.AT_PRESENT);
  }

  @Nullable String version() {
    return version;
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    AgUiEvents events = new AgUiEvents(task, out, event.epochMillis());
    if (event instanceof Progress step) {
      step(events, step, task);
    } else if (event instanceof Text text) {
      if (text.offset() == 0) {
        events.startText();
      }
      events.text(text.text());
    } else if (event instanceof Data data) {
      events.fact(data.fact().name(), data.fact().values());
    } else if (event instanceof Queued) {
      events.started(version);
      events.activity("queued", "queued", 0, task.render(Message.of("task.queued")), null);
    } else if (event instanceof Completed end) {
      completed(events, end);
    } else if (event instanceof Failed end) {
      failed(events, end, task);
    }
  }

  private static void step(AgUiEvents events, Progress step, TaskHead task) {
    if (step.left() != null && isStep(step.left())) {
      events.step("STEP_FINISHED", step.left());
    }
    if (step.left() != null && isStep(step.stage())) {
      events.step("STEP_STARTED", step.stage());
    }
    String stage = step.stage().name();
    events.activity(stage, stage, step.percent(), task.render(step.message()), step.eta());
  }

  /** Waiting and having ended are the run's own, not steps of it. */
  static boolean isStep(Stage stage) {
    return !stage.equals(Stage.QUEUED) && !stage.equals(Stage.COMPLETED);
  }

  private static void completed(AgUiEvents events, Completed end) {
    String response = end.result().response();
    if (end.textLength() == 0 && !response.isEmpty()) {
      events.startText();
      events.text(response);
    }
    if (end.textLength() > 0 || !response.isEmpty()) {
      events.endText();
    }
    List<Source> sources = end.result().sources();
    if (!sources.isEmpty()) {
      events.sources(sources);
    }
    events.finished(end);
  }

  private void failed(AgUiEvents events, Failed end, TaskHead task) {
    // An error may come while things are open, and without a beginning.
    if (!end.failure().code().equals(FailureCode.CANCELLED) || version == null) {
      events.error(task.render(end.failure().message()), end.failure().code().wireName());
      return;
    }
    if (end.textLength() > 0) {
      events.endText();
    }
    if (isStep(end.stage())) {
      events.step("STEP_FINISHED", end.stage());
    }
    events.cancelled();
  }
}
