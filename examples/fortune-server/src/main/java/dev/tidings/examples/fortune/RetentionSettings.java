package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.ProgressHubBuilder;
import java.time.Duration;

/**
 * How much of the questions is kept. Immutable.
 *
 * @param time how long a finished question can be found
 * @param tasks how many questions there may be, finished ones included
 * @param megabytes how much heap they may hold, in MiB; 0 for a quarter of the JVM's largest
 */
public record RetentionSettings(Duration time, int tasks, int megabytes) {
  static RetentionSettings from(Variables variables) {
    return new RetentionSettings(
        variables.seconds("TIDINGS_RETENTION_SECONDS", 600),
        variables.number("TIDINGS_MAX_TASKS", 10_000, 1, 10_000_000),
        variables.number("TIDINGS_MAX_TASKS_MB", 0, 1, 1_000_000));
  }

  @CanIgnoreReturnValue
  ProgressHubBuilder applyTo(ProgressHubBuilder hub) {
    hub.retention(time).maxTasks(tasks);
    return megabytes == 0 ? hub : hub.maxBytes(megabytes * 1024L * 1024L);
  }
}
