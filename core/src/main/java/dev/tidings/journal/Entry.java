package dev.tidings.journal;

import dev.tidings.Fact;
import dev.tidings.Message;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;

/**
 * What a worker, or whoever ends its task, wants to be true. An entry has a time and no place: its
 * number, the offset of its text, the stage that was left, and what an end stands on are given when
 * it is applied, the same in every process that applies the same entries.
 */
public sealed interface Entry {
  /**
   * When the entry was made, in milliseconds since 1970-01-01T00:00Z, by the clock of who made it.
   */
  long epochMillis();

  /** How many events the entry makes. */
  default int events() {
    return 1;
  }

  /** Whether the entry ends its task. */
  default boolean end() {
    return false;
  }

  /**
   * The task was accepted: the first entry of every task, and the only one of its batch.
   *
   * @param epoch tells this run of the task from every other, in the ids of its events
   * @param task what the host said of it; its deadlines are its worker's and are not stored
   */
  record Accepted(long epochMillis, String epoch, Task task) implements Entry {}

  /**
   * The work moved.
   *
   * @param stage the stage it is in; never one before that of the entry before
   * @param percent of the whole task, 0 to 99; never lower than that of the entry before
   * @param message what people are told
   * @param etaMillis the time to the end of the task in milliseconds, learned from past runs, or -1
   */
  record Moved(long epochMillis, Stage stage, int percent, Message message, long etaMillis)
      implements Entry {}

  /**
   * A piece of the answer.
   *
   * @param stage the stage that wrote it
   * @param text the piece, unaltered, at most 2,048 UTF-16 units; ends inside no surrogate pair
   */
  record Wrote(long epochMillis, Stage stage, String text) implements Entry {}

  /**
   * A fact that is neither progress nor answer.
   *
   * @param stage the stage that tells it
   * @param fact its name and its values
   */
  record Told(long epochMillis, Stage stage, Fact fact) implements Entry {}

  /**
   * The task succeeded. Only its worker says so.
   *
   * @param result what it gave
   */
  record Succeeded(long epochMillis, TaskResult result) implements Entry {
    /** The event that reaches 100 percent, and the end. */
    @Override
    public int events() {
      return 2;
    }

    @Override
    public boolean end() {
      return true;
    }
  }

  /**
   * The task ends without an answer. Anybody may say so: it holds nothing that only the worker
   * knows.
   *
   * @param failure why
   */
  record Broke(long epochMillis, TaskFailure failure) implements Entry {
    @Override
    public boolean end() {
      return true;
    }
  }
}
