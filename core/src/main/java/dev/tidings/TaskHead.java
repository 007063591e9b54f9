package dev.tidings;

import java.time.Instant;

/**
 * What stays the same of a run of a task: its events can be told with this alone, by whoever reads
 * them, wherever and whenever. It is thread-safe.
 */
public interface TaskHead {
  /** What the host said of the task when it started it, private attributes included. */
  Task task();

  /** When the task was accepted. */
  Instant createdAt();

  /**
   * The epoch tells this run of the task from every other, in the ids of its events: letters and
   * digits, beginning with {@link ProgressHub#epoch()}. An id may be used again once its task was
   * forgotten; the epoch never is.
   */
  String epoch();

  /** The message in the task's language; its key, where the catalog throws. */
  String render(Message message);
}
