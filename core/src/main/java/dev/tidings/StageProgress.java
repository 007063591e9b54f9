package dev.tidings;

/** Progress within one stage. Thread-safe. */
public interface StageProgress extends AutoCloseable {
  /**
   * Reports a share of the stage; the percent of the whole follows from the {@link StageModel}.
   *
   * @param done units of work done, at least 0; more than expected counts as all of them
   * @param expected units of work expected in all, at least 1
   * @throws IllegalArgumentException if out of range
   */
  void advance(long done, long expected);

  /** Reports a share of the stage with a message; see {@link #advance(long, long)}. */
  void advance(long done, long expected, Message message);

  /** Ends the use of this handle; appends nothing. Never throws. */
  @Override
  void close();
}
