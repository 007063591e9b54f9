package dev.tidings;

/**
 * A place in a task's log: right after the event of that sequence.
 *
 * @param after the sequence of the last event already seen; 0 for none; -1 when the place is not
 *     known
 */
public record Position(long after) {
  /** The place before the first event. */
  public static final Position START = new Position(0);

  /** A place that this log does not know; reading from there begins with a resync. */
  public static final Position LOST = new Position(-1);

  /**
   * The place right after the event of that sequence.
   *
   * @throws IllegalArgumentException if the sequence is negative
   */
  public static Position after(long sequence) {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence " + sequence + " must not be negative");
    }
    return new Position(sequence);
  }
}
