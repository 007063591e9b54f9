package dev.tidings.dialects;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskHead;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.time.Duration;
import java.time.Instant;

/**
 * The dialect {@code traditional}: the older clients' events; they know no text, no resync and no
 * completed stage.
 */
final class TraditionalDialect implements Dialect {
  static final TraditionalDialect INSTANCE = new TraditionalDialect();

  private static final Voice VOICE = new TraditionalVoice();
  private static final byte[] PING =
      JsonBodies.object(json -> json.writeStringProperty("type", "ping"));

  private TraditionalDialect() {}

  @Override
  public String name() {
    return "traditional";
  }

  @Override
  public Voice voice() {
    return VOICE;
  }

  @Override
  public boolean tellsText() {
    return false;
  }

  @Override
  public Duration pingInterval() {
    return Duration.ofSeconds(30);
  }

  @Override
  public ErrorBody errorBody(int status, String code, String sentence) {
    return ProblemJson.body(status, code, sentence);
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof Progress progress) {
      progress(progress.stage(), progress.percent(), out);
    } else if (event instanceof Queued) {
      out.message(queued());
    } else if (event instanceof Completed completed) {
      out.message(
          JsonBodies.object(
              json -> {
                json.writeStringProperty("type", "complete");
                json.writeName("result");
                ResultJson.write(json, completed);
              }));
    } else if (event instanceof Failed failed) {
      TaskFailure failure = failed.failure();
      out.message(error(failure, task.render(failure.message())));
    }
  }

  private static byte[] queued() {
    return JsonBodies.object(
        json -> {
          json.writeStringProperty("type", "status");
          json.writeStringProperty("status", "queued");
          json.writeNumberProperty("progress", 0);
        });
  }

  private static void progress(Stage stage, int percent, Words out) {
    if (!stage.equals(Stage.COMPLETED)) {
      out.message(
          JsonBodies.object(
              json -> {
                json.writeStringProperty("type", "progress");
                json.writeStringProperty("status", stage.name());
                json.writeNumberProperty("progress", percent);
              }));
    }
  }

  private static byte[] error(TaskFailure failure, String sentence) {
    return JsonBodies.object(
        json -> {
          json.writeStringProperty("type", "error");
          json.writeStringProperty("error", sentence);
          json.writeBooleanProperty("retry_allowed", failure.retryable());
        });
  }

  /** The state in the words these clients know: the beginning, then each stage. */
  private static final class TraditionalVoice implements Voice {
    @Override
    public void opening(TaskHead task, Resync state, Words out) {
      out.message(queued());
      state
          .snapshot()
          .stages()
          .forEach(
              (stage, percent) -> {
                if (!stage.equals(Stage.QUEUED)) {
                  progress(stage, percent, out);
                }
              });
    }

    @Override
    public void ping(TaskView task, Instant now, Duration connected, Words out) {
      out.message(PING);
    }
  }
}
