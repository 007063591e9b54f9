package dev.tidings;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The watcher's side of a task: its log can be read, from anywhere in it, at any time. Any thread
 * may call, and none waits: what takes time gives a stage.
 */
public interface TaskView extends TaskHead {
  /**
   * Whose this run of the task is; empty if the host did not say. A host asks it before it shows
   * anything of the task: what is found by an id need not be the caller's.
   */
  default Optional<String> owner() {
    return task().owner();
  }

  /**
   * The state now. Whoever asks for it counts as a watcher at that moment; see {@link
   * ProgressHubBuilder#abandonAfter}.
   */
  TaskSnapshot snapshot();

  /** The stage now; cheaper than a snapshot. */
  Stage stage();

  /** The sequence of the terminal event, or 0 while there is none. */
  long terminalSequence();

  /**
   * The terminal event, with the result or why there is none; empty while the task runs. The call
   * reads no log and never waits.
   */
  Optional<ProgressEvent> terminalEvent();

  /**
   * What the task gave; empty while it runs, and where it ended without an answer. The call reads
   * no log and never waits.
   */
  default Optional<TaskResult> result() {
    return terminalEvent()
        .filter(ProgressEvent.Completed.class::isInstance)
        .map(end -> ((ProgressEvent.Completed) end).result());
  }

  /**
   * The stage completes with the terminal event, by the hub's threads for what may block or the
   * executor that the host gave in their place; never under a lock. It fails with an {@link
   * IllegalStateException} if the task was lost with its journal, so that its end will not be known
   * here.
   */
  CompletionStage<ProgressEvent> end();

  /**
   * This run of the task ends as cancelled, wherever it runs, for a reason that everybody who
   * watches is told in place of the usual sentence. Whoever has the view may do it; whether a
   * caller may is the host's to check. Work of the same hub's is stopped before this returns.
   *
   * @param reason a sentence for people; it holds no secret
   * @return completes with whether this call ended it, once whoever finds the task sees that; false
   *     if it had ended, or is not known any more. It completes by the hub's threads for what may
   *     block, or the executor given in their place, with a journal, and at once without one. It
   *     fails with a {@link dev.tidings.journal.JournalUnavailableException} if the journal did not
   *     answer in time
   */
  CompletionStage<Boolean> requestCancel(Message reason);

  /** How many cursors and subscriptions wait for events now. */
  int subscribers();

  /**
   * How long ago the log grew, by this process's clock, in whole milliseconds; zero where the clock
   * of the process that the task runs in is ahead.
   */
  Duration silence();

  /**
   * How long ago the task was accepted, by this process's clock; stands still once it has ended.
   */
  Duration elapsed();

  /** A new cursor that reads the log from the position on. */
  EventCursor cursor(Position position);

  /**
   * The listener is called for every event after the position, in order, one at a time, by the
   * hub's threads for what may block or the executor that the host gave in their place; it may
   * block, and delays nobody else. The subscription ends by itself after the terminal event. An
   * exception of the listener is logged; after three in a row, or at once after an error of the JVM
   * such as {@link OutOfMemoryError}, the listener is dropped.
   *
   * @return ends the subscription; no call begins after it was closed
   */
  Registration subscribe(Position position, TaskListener listener);

  /**
   * The listener is called from the first event on; see {@link #subscribe(Position, TaskListener)}.
   */
  default Registration subscribe(TaskListener listener) {
    return subscribe(Position.START, listener);
  }
}
