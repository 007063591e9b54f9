package dev.tidings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task's state at one point of its log: the fold over all events up to there, the same in every
 * process. It is immutable. The answer so far is put together when somebody first asks for it, so
 * that a look at the percent costs nothing more.
 */
public final class TaskSnapshot {
  /** How many names of facts a state keeps the newest values of. */
  public static final int MOST_NAMES = 16;

  private final long sequence;
  private final Stage stage;
  private final int percent;
  private final @Nullable Message message;
  private final Map<Stage, Integer> stages;
  private final Supplier<String> text;
  private final Map<String, Map<String, Object>> data;
  private final @Nullable Outcome outcome;

  /**
   * A state; it takes a copy of the stages that keeps their order.
   *
   * @param sequence the point it stands for: the sequence of the last event in it
   * @param stage the stage the task is in, or was in when it ended without success
   * @param percent of the whole task, 0 to 100
   * @param message the last message, or why it failed, or null if none was given yet
   * @param stages the stages that were reached, in order, each with the last percent in it
   * @param text gives the answer as far as it was streamed, the same at each call
   * @param data the newest facts by name; unmodifiable, which is not copied
   * @param outcome how the task ended, or null if it has not, or not yet at this point
   */
  public TaskSnapshot(
      long sequence,
      Stage stage,
      int percent,
      @Nullable Message message,
      Map<Stage, Integer> stages,
      Supplier<String> text,
      Map<String, Map<String, Object>> data,
      @Nullable Outcome outcome) {
    this.sequence = sequence;
    this.stage = stage;
    this.percent = percent;
    this.message = message;
    this.stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    this.text = text;
    this.data = data;
    this.outcome = outcome;
  }

  /** The point it stands for: the sequence of the last event in it. */
  public long sequence() {
    return sequence;
  }

  /** The stage the task is in, or was in when it ended without success. */
  public Stage stage() {
    return stage;
  }

  /** The percent of the whole task, 0 to 100. */
  public int percent() {
    return percent;
  }

  /** The last message, or why the task failed; null if none was given yet. */
  public @Nullable Message message() {
    return message;
  }

  /** The stages that were reached, in order, each with the last percent in it. */
  public Map<Stage, Integer> stages() {
    return stages;
  }

  /** The answer as far as it was streamed. */
  public String text() {
    return text.get();
  }

  /**
   * The newest values of each kind of fact, by its name, the one told last at the end: those of the
   * {@value #MOST_NAMES} names that were told last. The map is unmodifiable.
   */
  public Map<String, Map<String, Object>> data() {
    return data;
  }

  /** The same state with another message. */
  public TaskSnapshot withMessage(Message other) {
    return new TaskSnapshot(sequence, stage, percent, other, stages, text, data, outcome);
  }

  /** How the task ended; empty while it has not, or had not at this point. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** The word clients know the state by: a stage's name, {@code failed} or {@code cancelled}. */
  public String status() {
    return outcome != null ? outcome.wireName() : stage.name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskSnapshot that
        && sequence == that.sequence
        && percent == that.percent
        && stage.equals(that.stage)
        && Objects.equals(message, that.message)
        && stages.equals(that.stages)
        && data.equals(that.data)
        && outcome == that.outcome
        && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return Objects.hash(sequence, stage, percent, outcome);
  }

  @Override
  public String toString() {
    return "TaskSnapshot[sequence=%d, status=%s, percent=%d, message=%s]"
        .formatted(sequence, status(), percent, message);
  }
}
