package dev.tidings.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Hubs that share a journal, on one thread, with everything going wrong at any moment: no two
 * copies differ, each task has one end everywhere, no text is lost that a reader had, and the work
 * is stopped when its end is decided. The seeds are the same each time; give others with {@code
 * -Dtidings.seeds=<first>:<number>}.
 */
class SimulationTest {
  private static final String SEEDS = System.getProperty("tidings.seeds", "0:20000");

  private static String run(long seed) {
    try {
      return new Scenario(seed).run();
    } catch (Throwable fault) {
      throw new AssertionError("seed " + seed, fault);
    }
  }

  @Test
  void whateverGoesWrongEverybodyIsToldTheSame() {
    String[] range = SEEDS.split(":", 2);
    long first = Long.parseLong(range[0]);
    Map<String, Integer> ends = new TreeMap<>();
    for (long seed = first; seed < first + Long.parseLong(range[1]); seed++) {
      ends.merge(run(seed), 1, Integer::sum);
    }

    System.out.println("Ends of " + SEEDS + ": " + ends);
    assertThat(ends)
        .containsKeys(
            "completed", "cancelled", "deadline_exceeded", "task_lost", "journal_unavailable");
  }

  /** Seeds that found a fault once. */
  @Test
  void seedsThatFoundAFaultFindNoneAnyMore() {
    for (long seed : new long[] {10_442}) {
      assertThat(run(seed)).isNotEmpty();
    }
  }
}
