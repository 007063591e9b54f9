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
import dev.tidings.internal.stream.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The dialect {@code traditional}: the older clients' events; they know no text, no resync and no
 * completed stage.
 */
public final class TraditionalFormat implements Dialect {
  /** The only one. */
  public static final TraditionalFormat INSTANCE = new TraditionalFormat();

  private static final byte[] PING =
      JsonBodies.object(json -> json.writeStringProperty("type", "ping"));

  private TraditionalFormat() {}

  @Override
  public String name() {
    return "traditional";
  }

  @Override
  public List<byte[]> say(TaskView task, ProgressEvent event) {
    if (event instanceof Progress progress) {
      return progress(progress.stage(), progress.percent());
    }
    if (event instanceof Queued) {
      return List.of(queued());
    }
    if (event instanceof Completed completed) {
      return List.of(
          JsonBodies.object(
              json -> {
                json.writeStringProperty("type", "complete");
                json.writeName("result");
                ResultJson.write(json, completed);
              }));
    }
    if (event instanceof Failed failed) {
      TaskFailure failure = failed.failure();
      return List.of(error(failure, task.render(failure.message())));
    }
    if (event instanceof Resync resync) {
      return story(resync);
    }
    return List.of();
  }

  private static byte[] queued() {
    return JsonBodies.object(
        json -> {
          json.writeStringProperty("type", "status");
          json.writeStringProperty("status", "queued");
          json.writeNumberProperty("progress", 0);
        });
  }

  private static List<byte[]> progress(Stage stage, int percent) {
    return stage.equals(Stage.COMPLETED)
        ? List.of()
        : List.of(
            JsonBodies.object(
                json -> {
                  json.writeStringProperty("type", "progress");
                  json.writeStringProperty("status", stage.name());
                  json.writeNumberProperty("progress", percent);
                }));
  }

  /**
   * What a snapshot stands for, in the words these clients know: the beginning, then each stage.
   */
  private static List<byte[]> story(Resync event) {
    List<byte[]> story = new ArrayList<>();
    story.add(queued());
    event
        .snapshot()
        .stages()
        .forEach(
            (stage, percent) -> {
              if (!stage.equals(Stage.QUEUED)) {
                story.addAll(progress(stage, percent));
              }
            });
    return story;
  }

  private static byte[] error(TaskFailure failure, String sentence) {
    return JsonBodies.object(
        json -> {
          json.writeStringProperty("type", "error");
          json.writeStringProperty("error", sentence);
          json.writeBooleanProperty("retry_allowed", failure.retryable());
        });
  }

  @Override
  public byte[] ping(TaskView task, Instant now, Duration connected) {
    return PING;
  }
}
