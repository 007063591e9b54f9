package dev.tidings.stream;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.TaskView;
import java.time.Duration;
import java.time.Instant;

/**
 * What one connection is told for itself, between what its dialect says to all: where it begins,
 * that it has caught up, that it is alive, and how it ends when it must. Its session's turns call
 * it, one at a time, outside any lock; it must not block. A voice that one connection has to itself
 * may remember; a shared one must not. What it throws ends the stream as {@link SessionEnd#FAULT}.
 */
@FunctionalInterface
public interface Voice {
  /** Where a connection begins. */
  enum Beginning {
    /**
     * The connection begins after the last event that the client has; with the opening if that
     * place is not known.
     */
    AT_PLACE,

    /**
     * The connection always begins with the opening: for clients that are better told the state
     * than the story.
     */
    AT_PRESENT,

    /**
     * The connection begins after the last event that the client has, or not at all: a transport
     * refuses a place that is not known. This is for clients that have no word for an opening; none
     * is ever asked for.
     */
    AT_PLACE_ONLY
  }

  /**
   * How far a connection is.
   *
   * @param sequence of the last event that the client has, or 0
   * @param caughtUp whether the log had no more when it was last read
   * @param ended whether that was the terminal event
   */
  record Reached(long sequence, boolean caughtUp, boolean ended) {}

  /**
   * The voice says the state at that point, in place of all events up to there; the events after it
   * follow. It is the first thing of all that a connection is told, or never comes. The state's id
   * goes with the last message.
   *
   * @param state never after the terminal event, which always follows as itself
   */
  void opening(TaskHead task, ProgressEvent.Resync state, Words out);

  /** Where the connection begins; the same at each call. */
  default Beginning beginning() {
    return Beginning.AT_PLACE;
  }

  /**
   * The voice says how far the connection is: after each bounded batch of events, or after
   * {@linkplain #placesEachEvent each event}, at once where there is nothing to be told, and before
   * an end in order of a connection that was told nothing. Messages of it have no id.
   */
  default void reached(TaskHead task, Reached reached, Words out) {}

  /**
   * Whether {@link #reached} follows each event that the dialect says something of, and not only a
   * batch of them: for clients that take what they are told for theirs at that point only. The same
   * at each call.
   */
  default boolean placesEachEvent() {
    return false;
  }

  /**
   * The voice says that the connection is alive, at every ping interval. Messages of it have no id.
   *
   * @param now the hub's time
   * @param connected how long the connection has been there
   */
  default void ping(TaskView task, Instant now, Duration connected, Words out) {
    out.comment();
  }

  /**
   * Whether a connection that must end before its task does ends in order, after what was begun. It
   * is false for all clients that would take an order for the task's end: theirs is broken. A
   * client that takes nothing any more is broken off in either case. Where it is true, clients come
   * back until they were told the end by {@link #reached}; so one that has the end already is given
   * a stream that says just this, where others are told that there is nothing more.
   */
  default boolean endsInOrder() {
    return false;
  }
}
