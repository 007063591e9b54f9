package dev.tidings.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one query: hit@k is 1 if a poem of the best grade that the query has is among the
 * first k; MRR@10 is one over the place of the first poem that fits at all; nDCG@10 is the usual
 * one with the gain 2^grade − 1 and the discount log2(place + 1).
 */
public record Metrics(double hitAt1, double hitAt5, double reciprocalRank, double ndcg) {
  private static final int DEPTH = 10;
  private static final int RESAMPLES = 2_000;

  /** Measures one ranking. */
  public static Metrics of(Judged query, List<Ranker.PoemRef> ranking) {
    int best = query.grades().values().stream().mapToInt(Integer::intValue).max().orElse(0);
    double reciprocal = 0;
    double gain = 0;
    boolean at1 = false;
    boolean at5 = false;
    for (int place = 1; place <= Math.min(DEPTH, ranking.size()); place++) {
      int grade = query.grades().getOrDefault(ranking.get(place - 1), 0);
      if (grade > 0 && reciprocal == 0) {
        reciprocal = 1.0 / place;
      }
      at1 |= place == 1 && grade == best && best > 0;
      at5 |= place <= 5 && grade == best && best > 0;
      gain += gain(grade, place);
    }
    List<Integer> ideal = new ArrayList<>(query.grades().values());
    ideal.sort((a, b) -> b - a);
    double most = 0;
    for (int place = 1; place <= Math.min(DEPTH, ideal.size()); place++) {
      most += gain(ideal.get(place - 1), place);
    }
    return new Metrics(at1 ? 1 : 0, at5 ? 1 : 0, reciprocal, most == 0 ? 0 : gain / most);
  }

  private static double gain(int grade, int place) {
    return ((1 << grade) - 1) / (Math.log(place + 1) / Math.log(2));
  }

  /** The mean of a figure over many queries, and the middle 95 % of 2,000 resampled means. */
  public static Interval mean(List<Metrics> all, ToDoubleFunction<Metrics> figure) {
    double[] values = all.stream().mapToDouble(figure).toArray();
    Random random = new Random(17);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    java.util.Arrays.sort(means);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return new Interval(
        sum / values.length, means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  /** A mean and its interval. */
  public record Interval(double mean, double low, double high) {
    @Override
    public String toString() {
      return "%.3f (%.2f–%.2f)".formatted(mean, low, high);
    }
  }
}
