package dev.tidings.internal.task;

import org.jspecify.annotations.Nullable;

/** A task's place in its hub. Not thread-safe: {@link RetainedTasks} guards it. */
final class KeptTask {
  private final LiveTask task;
  private final OwnedTasks owner;

  /** What is counted for it. */
  private long bytes;

  /** Its place in the order in which the hub's tasks ended, from 1; 0 while it has not. */
  private long ended;

  private long endedNanos;

  /**
   * The one after it where it stands in a row: of its owner's finished tasks, or of evicted ones.
   */
  @Nullable KeptTask next;

  KeptTask(LiveTask task, OwnedTasks owner) {
    this.task = task;
    this.owner = owner;
  }

  LiveTask task() {
    return task;
  }

  OwnedTasks owner() {
    return owner;
  }

  long bytes() {
    return bytes;
  }

  /** Counts so many bytes for it; gives how many more these are than before. */
  long count(long newBytes) {
    long more = newBytes - bytes;
    bytes = newBytes;
    return more;
  }

  void end(long number, long nanos) {
    ended = number;
    endedNanos = nanos;
  }

  boolean finished() {
    return ended > 0;
  }

  /** Its place in the order in which the hub's tasks ended. */
  long ended() {
    return ended;
  }

  long endedNanos() {
    return endedNanos;
  }
}
