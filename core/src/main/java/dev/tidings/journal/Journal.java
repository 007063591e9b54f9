package dev.tidings.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where batches of entries become facts for every process that shares it. One task's batches form
 * one log; only the hub that began a task appends to it, one batch at a time, and anybody may end
 * it. Implementations are thread-safe: the hub's threads make the calls, and those of whoever
 * starts, finds or cancels a task.
 *
 * <p>Each call is one attempt, never blocks and never throws: what goes wrong makes the stage that
 * it returned fail, at the latest after a time-out of the implementation's own. A stage that fails
 * says that the outcome is not known. What an answer means for a task, whether to try again, and
 * when to give up, is the hub's to decide; it sends the very same batch again before anything else.
 * Stages may be completed on any thread; the hub does little there.
 *
 * <p>Promised of an implementation:
 *
 * <ul>
 *   <li>A batch is stored whole or not at all, and what is stored once is read by everybody, in the
 *       same order.
 *   <li>A batch with a number is stored only where the log stands at that number, and nothing after
 *       an end.
 *   <li>Who reads after a {@link #follow} has completed is given a hint of everything that is
 *       stored after that read; but a hint may be late, doubled or lost, so the hub reads now and
 *       then without one.
 *   <li>Where a process that began a task is gone, somebody ends the task as {@code task_lost}
 *       within a time that the implementation documents.
 * </ul>
 */
public interface Journal extends AutoCloseable {
  /** What became of a batch. */
  enum Answer {
    /** It is stored, now or by an earlier try of the very same batch. */
    STORED,
    /** It is not, or it was before: somebody has ended the task. */
    ENDED,
    /**
     * It is not: another batch has that number. The task's id is taken, or somebody else writes.
     */
    TAKEN,
    /** It is not: there is no such task, or not any more. */
    GONE
  }

  /**
   * Some of a task's batches, in order.
   *
   * @param batches whole ones, each as it was appended
   * @param more whether others follow already
   */
  record Page(List<Batch> batches, boolean more) {
    /** The constructor takes a copy. */
    public Page {
      batches = List.copyOf(batches);
    }
  }

  /**
   * The journal's own mark, the same for all processes that share it: 1 to 16 letters and digits.
   * The epoch of each task in it begins with it.
   */
  String mark();

  /**
   * Whether the journal takes anything now, as far as is known; true until something else is. While
   * it is false the hub accepts no tasks and looks none up, so that nobody waits in vain. The call
   * never blocks.
   */
  default boolean available() {
    return true;
  }

  /**
   * What a journal tells a hub of tasks that were begun or are followed here. The journal may call
   * it on any thread, for it never blocks.
   */
  @FunctionalInterface
  interface Listener {
    /** A hint: the task has changed, or may have. The hub reads it. */
    void changed(String task);

    /**
     * A hint that spares the hub its read: the batch was stored, exactly so. The hub takes it where
     * it is the next after what the hub has, and reads otherwise. A journal need not call this.
     */
    default void stored(String task, Batch batch) {
      changed(task);
    }
  }

  /**
   * The journal takes the hub's listener. The hub calls this once, before anything else, on the
   * thread that builds it.
   */
  void open(Listener listener);

  /**
   * The journal stores a task's first batch, which has number 1 and a single {@link
   * Entry.Accepted}. From then on this process is its worker's until its end, and is given hints of
   * its end by others.
   *
   * @param owner whose task it is, for {@link #tasks}; empty for nobody's
   * @return {@code STORED} or {@code TAKEN}
   */
  CompletionStage<Answer> begin(String task, Optional<String> owner, Batch first);

  /**
   * The journal stores a batch behind the others. The very same batch again is {@code STORED} if it
   * was; or {@code ENDED}, if it was not an end and somebody has ended the task meanwhile.
   */
  CompletionStage<Answer> append(String task, Batch batch);

  /**
   * The journal reads a task's batches, as many as the implementation likes at a time, beginning
   * with the one that holds the event after that number.
   *
   * @param after 0 for all of them
   * @return empty if there is no such task, or not any more
   */
  CompletionStage<Optional<Page>> read(String task, long after);

  /**
   * The journal gives hints of a task from now on, until what it returns is closed.
   *
   * @return completes once changes are certain to be hinted at, with what ends that, which the hub
   *     closes once
   */
  CompletionStage<AutoCloseable> follow(String task);

  /** The ids of an owner's tasks that can be read, in any order. */
  CompletionStage<List<String>> tasks(String owner);

  /** The journal removes a task and all it has; that there is none is no failure. */
  CompletionStage<Void> forget(String task);

  /**
   * The journal ends hints and lets go of what it holds; tasks that were begun here count as left.
   * The hub calls this once, last, on the thread that closes the hub.
   */
  @Override
  void close();
}
