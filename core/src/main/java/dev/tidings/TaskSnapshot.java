package dev.tidings;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task's state at one point of its log: the fold over all events up to there. Immutable.
 *
 * @param sequence the point it stands for: the sequence of the last event in it
 * @param stage the stage the task is in, or was in when it ended without success
 * @param percent of the whole task, 0 to 100
 * @param message the last message, or why it failed, or null if none was given yet
 * @param stages the stages that were reached, in order, each with the last percent in it
 * @param text the answer as far as it was streamed
 * @param endedAs how the task ended, or null if it has not, or not yet at this point
 * @param elapsed since the task was accepted; stands still once it has ended
 */
public record TaskSnapshot(
    long sequence,
    Stage stage,
    int percent,
    @Nullable Message message,
    Map<Stage, Integer> stages,
    String text,
    @Nullable Outcome endedAs,
    Duration elapsed) {

  /** Takes a copy of the stages that keeps their order. */
  public TaskSnapshot {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  /** The same state with another message. */
  public TaskSnapshot withMessage(Message other) {
    return new TaskSnapshot(sequence, stage, percent, other, stages, text, endedAs, elapsed);
  }

  /** How the task ended; empty while it has not. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(endedAs);
  }

  /** The word clients know the state by: a stage's name, {@code failed} or {@code cancelled}. */
  public String status() {
    return endedAs != null ? endedAs.wireName() : stage.name();
  }
}
