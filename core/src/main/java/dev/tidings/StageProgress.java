package dev.tidings;

/**
 * A handle reports progress within one stage. Any thread may call it, and none waits, as for its
 * {@link ProgressTracker}.
 */
public interface StageProgress extends AutoCloseable {
  /**
   * The call reports a share of the stage; the percent of the whole follows from the {@link
   * StageModel}.
   *
   * @param done units of work done, at least 0; more than expected counts as all of them
   * @param expected units of work expected in all, at least 1
   * @throws IllegalArgumentException if out of range
   */
  void advance(long done, long expected);

  /** The call reports a share of the stage with a message; see {@link #advance(long, long)}. */
  void advance(long done, long expected, Message message);

  /** The call ends the use of this handle, appends nothing and never throws. */
  @Override
  void close();
}
