package dev.tidings.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs queries through a ranker, and keeps the figures by group. */
public final class Table {
  private static final int DEPTH = 10;

  private final Map<String, List<Metrics>> groups = new LinkedHashMap<>();
  private final List<String> misses = new ArrayList<>();

  /** Measures a ranker. */
  public static Table of(Ranker ranker, List<Judged> queries) {
    Table table = new Table();
    for (Judged query : queries) {
      List<Ranker.PoemRef> ranking = ranker.rank(query.text(), query.deityId(), DEPTH);
      Metrics metrics = query.grades().isEmpty() ? silence(ranking) : Metrics.of(query, ranking);
      table.groups.computeIfAbsent(query.group(), group -> new ArrayList<>()).add(metrics);
      if (metrics.hitAt5() == 0) {
        table.misses.add(query.group() + ": " + query.text() + " -> " + numbers(ranking));
      }
    }
    return table;
  }

  /** Where nothing fits, finding nothing is right and anything else is wrong. */
  private static Metrics silence(List<Ranker.PoemRef> ranking) {
    double right = ranking.isEmpty() ? 1 : 0;
    return new Metrics(right, right, right, right);
  }

  private static List<String> numbers(List<Ranker.PoemRef> ranking) {
    return ranking.stream().limit(5).map(poem -> poem.deityId() + "/" + poem.number()).toList();
  }

  /** The groups, in the order in which they came. */
  public List<String> groups() {
    return List.copyOf(groups.keySet());
  }

  /** The share of a group's queries whose best poem is first. */
  public double hitAt1(String group) {
    return Metrics.mean(metrics(group), Metrics::hitAt1).mean();
  }

  /** The share of a group's queries with a best poem among the first five. */
  public double hitAt5(String group) {
    return Metrics.mean(metrics(group), Metrics::hitAt5).mean();
  }

  /** What was not among the first five. */
  public List<String> misses() {
    return List.copyOf(misses);
  }

  private List<Metrics> metrics(String group) {
    return groups.getOrDefault(group, List.of());
  }

  /** The rows of a Markdown table: group, n, hit@1, hit@5, MRR@10, nDCG@10, means and intervals. */
  public String toMarkdown() {
    StringBuilder rows = new StringBuilder();
    rows.append("| group | n | hit@1 | hit@5 | MRR@10 | nDCG@10 |\n|---|---|---|---|---|---|\n");
    groups.forEach(
        (group, all) ->
            rows.append(
                "| %s | %d | %s | %s | %s | %s |\n"
                    .formatted(
                        group,
                        all.size(),
                        Metrics.mean(all, Metrics::hitAt1),
                        Metrics.mean(all, Metrics::hitAt5),
                        Metrics.mean(all, Metrics::reciprocalRank),
                        Metrics.mean(all, Metrics::ndcg))));
    return rows.toString();
  }
}
