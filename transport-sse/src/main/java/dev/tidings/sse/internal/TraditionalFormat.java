package dev.tidings.sse.internal;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskView;
import java.io.ByteArrayOutputStream;
import java.time.Instant;

/** The older clients' events; they know no text, no resync and no completed stage. */
enum TraditionalFormat implements EventFormat {
  INSTANCE;

  private static final byte[] PING =
      JsonFrames.frame(null, json -> json.writeStringProperty("type", "ping"));

  @Override
  public byte[] encode(TaskView task, String epoch, ProgressEvent event) {
    String id = epoch + '-' + event.sequence();
    if (event instanceof Progress progress) {
      return progress(id, progress.stage(), progress.percent());
    }
    if (event instanceof Queued) {
      return queued(id);
    }
    if (event instanceof Completed completed) {
      return JsonFrames.frame(
          id,
          json -> {
            json.writeStringProperty("type", "complete");
            json.writeName("result");
            ResultJson.write(json, completed);
          });
    }
    if (event instanceof Failed failed) {
      TaskFailure failure = failed.failure();
      return error(id, failure, task.render(failure.message()));
    }
    if (event instanceof Resync resync) {
      return story(id, resync);
    }
    return NOTHING;
  }

  private static byte[] queued(String id) {
    return JsonFrames.frame(
        id,
        json -> {
          json.writeStringProperty("type", "status");
          json.writeStringProperty("status", "queued");
          json.writeNumberProperty("progress", 0);
        });
  }

  private static byte[] progress(String id, Stage stage, int percent) {
    if (stage.equals(Stage.COMPLETED)) {
      return NOTHING;
    }
    return JsonFrames.frame(
        id,
        json -> {
          json.writeStringProperty("type", "progress");
          json.writeStringProperty("status", stage.name());
          json.writeNumberProperty("progress", percent);
        });
  }

  /**
   * What a snapshot stands for, in the words these clients know: the beginning, then each stage.
   */
  private static byte[] story(String id, Resync event) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(queued(id));
    event
        .snapshot()
        .stages()
        .forEach(
            (stage, percent) -> {
              if (!stage.equals(Stage.QUEUED)) {
                frames.writeBytes(progress(id, stage, percent));
              }
            });
    return frames.toByteArray();
  }

  private static byte[] error(String id, TaskFailure failure, String sentence) {
    return JsonFrames.frame(
        id,
        json -> {
          json.writeStringProperty("type", "error");
          json.writeStringProperty("error", sentence);
          json.writeBooleanProperty("retry_allowed", failure.retryable());
        });
  }

  @Override
  public byte[] ping(TaskView task, Instant now, long aliveSeconds) {
    return PING;
  }
}
