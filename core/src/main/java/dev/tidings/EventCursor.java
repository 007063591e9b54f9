package dev.tidings;

import java.util.List;

/**
 * A place in a task's log that moves forward as it is read. It holds no events: a slow reader costs
 * the log nothing. A log at its bound joins texts and keeps each stage's newest progress; that is
 * what a cursor that is far behind is given then, without a hole in the text. If the place where it
 * began is not known, its first read begins with a {@link ProgressEvent.Resync}; no later one does.
 * One reader at a time may use it, on any thread; no call waits.
 */
public interface EventCursor {
  /**
   * The next events, as the log has them.
   *
   * @param max at most that many, at least 1
   * @return empty when there is nothing new
   */
  List<ProgressEvent> read(int max);

  /**
   * The next events for a reader that cannot keep up: progress that a newer one of the same stage
   * replaces is left out, and neighbouring texts are joined. What enters a stage, and the terminal
   * event, are always there.
   *
   * @param max look at no more than that many, at least 1
   * @return empty when there is nothing new
   */
  List<ProgressEvent> readCoalesced(int max);

  /** How many events the log has after this place. */
  long lag();

  /** Whether the terminal event was read: nothing will ever follow. */
  boolean ended();

  /**
   * The action runs after every append, one run for any number of appends in between, by the hub's
   * threads for what may block or the executor that the host gave in their place. A read after the
   * registration sees all that no run announces. What the action throws is logged.
   *
   * @return takes the action back
   */
  Registration onAppend(Runnable action);
}
