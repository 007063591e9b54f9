package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * How long the stages of past successful runs took, and what that says of the time a run still
 * needs. Thread-safe; reading takes no lock.
 *
 * <p>The estimate for the current stage is the median of what is left in those recent runs that
 * were in it at least as long as this one is yet; for each later stage it is the median of its
 * recent runs. There is none before enough runs, nor once this run has been in its stage for longer
 * than all of them: nothing is known of that.
 */
final class StageHistory {
  private static final int KEPT = 64;

  /** Marks that nothing is known. */
  static final long UNKNOWN = -1;

  private final StageModel model;
  private final int minimumRuns;
  private final int stages;

  /** Milliseconds, in a ring per stage. */
  @GuardedBy("this")
  private final long[][] recent;

  @GuardedBy("this")
  private int runs;

  /** Per stage the recent durations in ascending order; empty until there are enough runs. */
  private volatile long[][] sorted = new long[0][];

  /** A history without runs, for the stages before completed. */
  StageHistory(StageModel model, int minimumRuns) {
    this.model = model;
    this.minimumRuns = minimumRuns;
    this.stages = model.stages().size() - 1;
    this.recent = new long[stages][KEPT];
  }

  /** Takes in a successful run: how long it was in each stage; one left out took no time. */
  synchronized void record(Map<Stage, Duration> durations) {
    for (int stage = 0; stage < stages; stage++) {
      recent[stage][runs % KEPT] =
          durations.getOrDefault(model.stages().get(stage), Duration.ZERO).toMillis();
    }
    runs++;
    if (runs >= minimumRuns) {
      int kept = Math.min(runs, KEPT);
      long[][] next = new long[stages][];
      for (int stage = 0; stage < stages; stage++) {
        next[stage] = Arrays.copyOf(recent[stage], kept);
        Arrays.sort(next[stage]);
      }
      sorted = next;
    }
  }

  /**
   * The milliseconds until the task will have completed, or {@link #UNKNOWN}.
   *
   * @param stage the ordinal of the stage it is in
   * @param elapsedMillis how long it has been in it
   */
  long remainingMillis(int stage, long elapsedMillis) {
    long[][] known = sorted;
    if (known.length == 0) {
      return UNKNOWN;
    }
    if (stage >= known.length) {
      return 0;
    }
    long[] current = known[stage];
    int asLong = firstNotBelow(current, elapsedMillis);
    if (asLong == current.length) {
      return UNKNOWN;
    }
    long remaining = current[(asLong + current.length) >>> 1] - elapsedMillis;
    for (int later = stage + 1; later < known.length; later++) {
      remaining += known[later][known[later].length >>> 1];
    }
    return remaining;
  }

  private static int firstNotBelow(long[] ascending, long value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] >= value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
