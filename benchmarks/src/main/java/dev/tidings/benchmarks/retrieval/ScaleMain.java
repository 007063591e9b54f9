package dev.tidings.benchmarks.retrieval;

import dev.tidings.lucene.Entry;
import dev.tidings.lucene.LuceneIndex;
import dev.tidings.lucene.ScoredEntry;
import dev.tidings.lucene.SearchRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Prints a row of the table of scale for each size given, such as {@code 1000 100000 1000000};
 * {@link VectorsMain} has the vectors' rows.
 */
public final class ScaleMain {
  private static final int LOOKUPS = 20_000;
  private static final int QUERIES = 1_000;

  private ScaleMain() {}

  /** Measures each size. */
  public static void main(String[] args) throws Exception {
    System.out.println(
        "| entries | build s | MiB | heap MiB | open ms | lookup p50 µs | p99 | map p50 | p99"
            + " | search p50 | p99 | hit@5 | fts5 p50 | p99 | hit@5 |");
    for (String arg : args) {
      size(Integer.parseInt(arg));
    }
  }

  private static void size(int size) throws Exception {
    try (Folder temporary = new Folder()) {
      Path folder = temporary.path();
      StringBuilder row = new StringBuilder("| " + size + " | ");
      long start = System.nanoTime();
      LuceneIndex.inFolder(folder.resolve("index"), new Synthetic(size)).close();
      row.append(seconds(start)).append(" | ").append(temporary.mebibytes("")).append(" | ");
      System.gc();
      long before = used();
      start = System.nanoTime();
      try (LuceneIndex index = LuceneIndex.inFolder(folder.resolve("index"), new Synthetic(size))) {
        row.append("%s | %.0f | ".formatted("HEAP", (System.nanoTime() - start) / 1e6));
        searches(index, size, row);
        System.gc();
        row.replace(
            row.indexOf("HEAP"),
            row.indexOf("HEAP") + 4,
            "%.1f".formatted((used() - before) / 1048576.0));
      }
      fullText(folder, size, row);
      System.out.println(row.toString().strip());
    }
  }

  private static void searches(LuceneIndex index, int size, StringBuilder row) throws Exception {
    int[] numbers = new Random(7).ints(LOOKUPS, 1, size + 1).toArray();
    Times lookups =
        Times.of(
            LOOKUPS,
            i -> index.find(Synthetic.COLLECTION, Integer.toString(numbers[i])).orElseThrow());
    row.append(lookups).append(" | ").append(map(size, numbers)).append(" | ");
    List<Synthetic.Query> queries = Synthetic.Query.of(size, QUERIES);
    Times times = Times.of(QUERIES, i -> index.search(SearchRequest.of(queries.get(i).text())));
    int hits = 0;
    for (Synthetic.Query query : queries) {
      List<ScoredEntry> found = index.search(SearchRequest.of(query.text()).limit(5)).entries();
      String id = Integer.toString(query.number());
      hits += found.stream().anyMatch(each -> each.entry().id().equals(id)) ? 1 : 0;
    }
    row.append(times).append(" | %.3f | ".formatted(hits / (double) QUERIES));
  }

  /** The floor: a map that holds everything. Beyond a size it would not fit beside the rest. */
  private static String map(int size, int[] numbers) throws Exception {
    if (size > 200_000) {
      return "– | –";
    }
    Map<String, Entry> map = new HashMap<>();
    for (int number = 1; number <= size; number++) {
      map.put(Integer.toString(number), Synthetic.entry(number));
    }
    long[] seen = new long[1];
    return Times.of(
            LOOKUPS,
            i -> {
              Entry entry = map.get(Integer.toString(numbers[i]));
              seen[0] += entry == null ? 0 : entry.text().length();
            })
        .toString();
  }

  private static void fullText(Path folder, int size, StringBuilder row) throws Exception {
    List<Synthetic.Query> queries = Synthetic.Query.of(size, QUERIES);
    try (FullText fts = new FullText(folder.resolve("fts.db"), size)) {
      Times times = Times.of(QUERIES, i -> fts.search(queries.get(i).text()));
      int hits = 0;
      for (Synthetic.Query query : queries) {
        List<Integer> found = fts.search(query.text());
        hits += found.subList(0, Math.min(5, found.size())).contains(query.number()) ? 1 : 0;
      }
      row.append(times).append(" | %.3f | ".formatted(hits / (double) QUERIES));
    }
  }

  private static String seconds(long start) {
    return "%.1f".formatted((System.nanoTime() - start) / 1e9);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
