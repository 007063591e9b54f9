package dev.tidings.sse;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskView;
import dev.tidings.internal.stream.Dialect;
import dev.tidings.sse.internal.EnhancedFormat;
import dev.tidings.sse.internal.TraditionalFormat;
import java.util.List;

/** The JSON that clients of a stream understand. */
public enum SseFormat {
  /** Every event with all its fields: steps, messages, the text as it is written, the result. */
  ENHANCED,
  /** The older clients' events: status, progress, complete, error and ping, and no other. */
  TRADITIONAL;

  Dialect dialect() {
    return switch (this) {
      case ENHANCED -> EnhancedFormat.INSTANCE;
      case TRADITIONAL -> TraditionalFormat.INSTANCE;
    };
  }

  /**
   * What this format says of one of the task's events, for an answer that is no stream: JSON
   * objects in UTF-8, each the data of an event of the stream; empty where the format has no word
   * for it.
   */
  public List<byte[]> bodies(TaskView task, ProgressEvent event) {
    return dialect().say(task, event);
  }
}
