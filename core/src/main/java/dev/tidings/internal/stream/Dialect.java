package dev.tidings.internal.stream;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of client reads. Stateless: what it says of an event depends on the task and the
 * event alone, for its bytes go to every reader.
 */
public interface Dialect {
  /** What the dialect is called; two of one name say the same. */
  String name();

  /** The messages that say an event, in UTF-8: none, one or several; its id goes with the last. */
  List<byte[]> say(TaskView task, ProgressEvent event);

  /** A sign of life for one connection; null for one that carries nothing. */
  byte @Nullable [] ping(TaskView task, Instant now, Duration connected);
}
