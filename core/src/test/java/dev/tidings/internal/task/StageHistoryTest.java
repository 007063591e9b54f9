package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Stage;
import dev.tidings.StageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StageHistoryTest {
  private static final Stage FIRST = Stage.of("first");
  private static final Stage SECOND = Stage.of("second");
  private static final StageModel MODEL =
      StageModel.builder().stage(FIRST, 50).stage(SECOND, 50).build();

  private static StageHistory history(int minimumRuns, long... firstMillis) {
    StageHistory history = new StageHistory(MODEL, minimumRuns);
    for (long millis : firstMillis) {
      history.record(Map.of(FIRST, Duration.ofMillis(millis)));
    }
    return history;
  }

  @Test
  void nothingIsKnownBeforeEnoughRuns() {
    assertThat(history(3, 10, 20).remainingMillis(1, 0)).isEqualTo(StageHistory.UNKNOWN);
    assertThat(history(3, 10, 20, 30).remainingMillis(1, 0)).isEqualTo(20);
  }

  @Test
  void theMedianIsThatOfTheRunsThatWereInTheStageAtLeastAsLong() {
    StageHistory history = history(1, 10, 20, 30, 40, 1000);

    assertThat(history.remainingMillis(1, 0)).isEqualTo(30);
    assertThat(history.remainingMillis(1, 10)).isEqualTo(20);
    assertThat(history.remainingMillis(1, 25)).isEqualTo(40 - 25);
    assertThat(history.remainingMillis(1, 41)).isEqualTo(1000 - 41);
    assertThat(history.remainingMillis(1, 1000)).isZero();
  }

  @Test
  void beyondTheLongestNothingIsKnown() {
    assertThat(history(1, 10, 20).remainingMillis(1, 21)).isEqualTo(StageHistory.UNKNOWN);
  }

  @Test
  void nothingIsLeftOnceCompleted() {
    assertThat(history(1, 10).remainingMillis(3, 0)).isZero();
  }

  @Test
  void onlyTheRecentRunsCount() {
    StageHistory history = history(1, 1_000_000);
    for (int i = 0; i < 64; i++) {
      history.record(Map.of(FIRST, Duration.ofMillis(5)));
    }

    assertThat(history.remainingMillis(1, 6)).isEqualTo(StageHistory.UNKNOWN);
  }

  @Property
  void theEstimateIsTheConditionalMedianPlusTheMediansOfLaterStages(
      @ForAll @Size(min = 1, max = 64) List<@IntRange(max = 500) Integer> first,
      @ForAll @IntRange(max = 600) int elapsed) {
    StageHistory history = new StageHistory(MODEL, 1);
    for (int millis : first) {
      history.record(Map.of(FIRST, Duration.ofMillis(millis), SECOND, Duration.ofMillis(7)));
    }
    int[] longer = first.stream().mapToInt(i -> i).filter(i -> i >= elapsed).sorted().toArray();

    assertThat(history.remainingMillis(1, elapsed))
        .isEqualTo(
            longer.length == 0 ? StageHistory.UNKNOWN : longer[longer.length / 2] - elapsed + 7);
  }

  /**
   * Predicts each of 100 runs from those before it. Their durations are log-normal, drawn once with
   * a fixed seed: a retrieval around 120 ms with a spread (sigma) of 0.3, an answer around 6 s with
   * 0.4. The best any constant can do on such durations is a median error of about a quarter.
   */
  @Test
  void theMedianErrorOnRealisticRunsIsUnder30Percent() {
    Random random = new Random(40);
    StageHistory history = new StageHistory(MODEL, 5);
    List<Double> atStart = new ArrayList<>();
    List<Double> halfway = new ArrayList<>();
    for (int run = 0; run < 100; run++) {
      long retrieving = Math.round(120 * Math.exp(0.3 * random.nextGaussian()));
      long writing = Math.round(6000 * Math.exp(0.4 * random.nextGaussian()));
      addError(atStart, history.remainingMillis(1, 0), retrieving + writing);
      addError(halfway, history.remainingMillis(2, writing / 2), writing - writing / 2);
      history.record(
          Map.of(FIRST, Duration.ofMillis(retrieving), SECOND, Duration.ofMillis(writing)));
    }

    assertThat(atStart).as("predicted at the start").hasSize(95);
    assertThat(median(atStart)).isLessThan(0.30);
    assertThat(halfway).as("predicted halfway through the answer").hasSizeGreaterThan(90);
    assertThat(median(halfway)).isLessThan(0.45);
  }

  private static void addError(List<Double> errors, long predicted, long actual) {
    if (predicted != StageHistory.UNKNOWN) {
      errors.add(Math.abs(predicted - actual) / (double) actual);
    }
  }

  private static double median(List<Double> errors) {
    double[] sorted = errors.stream().mapToDouble(e -> e).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
