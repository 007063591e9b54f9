package dev.tidings;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a task took, as the process that it ran in measured it, on a clock that never jumps, in
 * whole milliseconds. It is immutable.
 *
 * @param total from the moment it was accepted, the queue included
 * @param processing from the moment a worker took it
 * @param stagesCompleted the stages it went through after the queue, in order
 * @param stageDurations how long it was in each stage, the queue included, in order
 */
public record TaskSummary(
    Duration total,
    Duration processing,
    List<Stage> stagesCompleted,
    Map<Stage, Duration> stageDurations) {

  /** The constructor takes copies that keep the order. */
  public TaskSummary {
    stagesCompleted = List.copyOf(stagesCompleted);
    stageDurations = Collections.unmodifiableMap(new LinkedHashMap<>(stageDurations));
  }
}
