package dev.tidings;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a task's log. Sequences count from 1 within a task, without a hole; the last event
 * is {@link Completed} or {@link Failed}, and there is exactly one of these.
 */
public sealed interface ProgressEvent {
  /** The event's place in the task's log, from 1. A joined text has that of its last part. */
  long sequence();

  /**
   * When the event happened, in milliseconds since 1970-01-01T00:00Z, by the clock of the process
   * that it happened in; it never goes back within a task.
   */
  long epochMillis();

  /** When the event happened; see {@link #epochMillis()}. */
  default Instant timestamp() {
    return Instant.ofEpochMilli(epochMillis());
  }

  /** Whether this is the task's last event. */
  default boolean terminal() {
    return false;
  }

  /** The task was accepted: the first event of every log, at 0 percent. */
  record Queued(long sequence, long epochMillis) implements ProgressEvent {}

  /**
   * The work moved.
   *
   * @param stage the stage it is in
   * @param left the stage that the task left for this one; null if it was in it already. See {@link
   *     #entersStage()}
   * @param percent of the whole task, 0 to 100; never goes down; 100 only with success
   * @param message what people are told
   * @param eta the time to the end of the task, as learned from past runs; null until there are
   *     enough
   * @param updateNumber counts the task's progress events from 1
   */
  record Progress(
      long sequence,
      long epochMillis,
      Stage stage,
      @Nullable Stage left,
      int percent,
      Message message,
      @Nullable Duration eta,
      int updateNumber)
      implements ProgressEvent {

    /** Whether this is the first event of its stage; such an event is never skipped. */
    public boolean entersStage() {
      return left != null;
    }
  }

  /**
   * A piece of the answer.
   *
   * @param stage the stage that wrote it
   * @param text the piece, unaltered; never ends inside a surrogate pair
   * @param offset the UTF-16 units of the answer before it
   */
  record Text(long sequence, long epochMillis, Stage stage, String text, int offset)
      implements ProgressEvent {}

  /**
   * A fact that is neither progress nor answer; such an event is never skipped.
   *
   * @param stage the stage that tells it
   * @param fact its name and its values
   */
  record Data(long sequence, long epochMillis, Stage stage, Fact fact) implements ProgressEvent {}

  /**
   * The task succeeded.
   *
   * @param result what it gave
   * @param summary how long everything took
   * @param textLength how much of the answer was streamed, in UTF-16 units
   */
  record Completed(
      long sequence, long epochMillis, TaskResult result, TaskSummary summary, int textLength)
      implements ProgressEvent {
    @Override
    public boolean terminal() {
      return true;
    }
  }

  /**
   * The task ended without an answer.
   *
   * @param stage the stage it was in
   * @param failure why
   * @param textLength how much of the answer was streamed, in UTF-16 units
   */
  record Failed(long sequence, long epochMillis, Stage stage, TaskFailure failure, int textLength)
      implements ProgressEvent {
    @Override
    public boolean terminal() {
      return true;
    }
  }

  /**
   * A resync stands for everything up to its sequence, for a reader whose place in the log is not
   * known. It is never stored, and only ever the first thing a reader is given; the events after
   * its sequence follow.
   *
   * @param snapshot the state at that sequence
   */
  record Resync(long sequence, long epochMillis, TaskSnapshot snapshot) implements ProgressEvent {}
}
