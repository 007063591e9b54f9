package dev.tidings.benchmarks.retrieval;

import com.sun.management.OperatingSystemMXBean;
import dev.tidings.Cancellation;
import dev.tidings.lucene.LuceneIndex;
import dev.tidings.lucene.Meaning;
import dev.tidings.lucene.SearchRequest;
import dev.tidings.lucene.VectorStorage;
import dev.tidings.rag.Embedder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Prints a row of the table of vectors: {@code VectorsMain 100000 512 random quantised}. The first
 * is how many entries there are, the second how many numbers a vector has; the third is {@code
 * random} or {@code latent}, the last {@code floats} or {@code quantised}. What is being done is
 * said on the error stream.
 */
public final class VectorsMain {
  private static final int QUERIES = 1_000;

  private VectorsMain() {}

  /** Measures. */
  public static void main(String[] args) throws Exception {
    int size = Integer.parseInt(args[0]);
    Vectors vectors =
        new Vectors(
            Vectors.Kind.valueOf(args[2].toUpperCase(Locale.ROOT)), Integer.parseInt(args[1]));
    VectorStorage storage = VectorStorage.valueOf(args[3].toUpperCase(Locale.ROOT));
    System.out.println(
        "| entries | dimensions | kind | storage | words s | CPU s | vectors s | CPU s"
            + " | index MiB | floats | quantised | graph | heap MiB | KNN p50 µs | p99 | recall@10"
            + " | fused p50 µs | p99 |");
    try (Folder folder = new Folder()) {
      StringBuilder row = new StringBuilder("| " + String.join(" | ", args) + " | ");
      Clock clock = new Clock();
      Path path = folder.path().resolve("index");
      LuceneIndex.inFolder(path, new Synthetic(size)).close();
      row.append(clock.lap()).append(" | ");
      embed(path, size, vectors, storage);
      row.append(clock.lap()).append(" | ").append(folder.mebibytes("")).append(" | ");
      for (String extension : List.of(".vec", ".veq", ".vex")) {
        row.append(folder.mebibytes(extension)).append(" | ");
      }
      System.err.println(row);
      try (Directory directory = new MMapDirectory(path);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        row.append(heap(path, size, vectors, storage)).append(" | ");
        System.err.println("searching, " + reader.leaves().size() + " segments");
        row.append(new Nearest(vectors).measure(reader)).append(" | ");
      }
      row.append(fused(path, size, vectors, storage)).append(" |");
      System.out.println(row);
    }
  }

  private static void embed(Path path, int size, Vectors vectors, VectorStorage storage)
      throws Exception {
    Clock clock = new Clock();
    try (LuceneIndex index = open(path, size, vectors, storage)) {
      index.embed(
          (done, total) -> System.err.println(done + " of " + total + ", s and CPU s: " + clock),
          Cancellation.none());
      System.err.println("gathered, s and CPU s: " + clock);
    }
  }

  private static LuceneIndex open(Path path, int size, Vectors vectors, VectorStorage storage)
      throws Exception {
    return LuceneIndex.builder()
        .source(new Synthetic(size))
        .folder(path)
        .vectors(storage)
        .meaning(Meaning.of("numbered", passages(vectors), questions(vectors), 0.9))
        .open();
  }

  private static Embedder passages(Vectors vectors) {
    int[] last = new int[1];
    return (texts, listener, cancellation) ->
        texts.stream().map(text -> vectors.of(++last[0])).toList();
  }

  private static Embedder questions(Vectors vectors) {
    int[] last = new int[1];
    return (texts, listener, cancellation) -> {
      last[0] = (last[0] + 1) % QUERIES;
      return List.of(vectors.of(-1 - last[0]));
    };
  }

  /** What an open index keeps on the heap. */
  private static String heap(Path path, int size, Vectors vectors, VectorStorage storage)
      throws Exception {
    long before = used();
    try (LuceneIndex index = open(path, size, vectors, storage)) {
      index.search(SearchRequest.of(Synthetic.lines(1).get(0)));
      return "%.1f".formatted((used() - before) / 1048576.0);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String fused(Path path, int size, Vectors vectors, VectorStorage storage)
      throws Exception {
    List<Synthetic.Query> queries = Synthetic.Query.of(size, QUERIES);
    try (LuceneIndex index = open(path, size, vectors, storage)) {
      if (!index.searchesByMeaning()) {
        throw new IllegalStateException("not all entries have a vector");
      }
      return Times.of(QUERIES, i -> index.search(SearchRequest.of(queries.get(i).text())))
          .toString();
    }
  }

  /** Seconds by the clock, and of this process's CPU. */
  private static final class Clock {
    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long start = System.nanoTime();
    private long cpu = SYSTEM.getProcessCpuTime();

    String lap() {
      String lap = toString();
      start = System.nanoTime();
      cpu = SYSTEM.getProcessCpuTime();
      return lap;
    }

    @Override
    public String toString() {
      return "%.1f | %.1f"
          .formatted((System.nanoTime() - start) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
    }
  }
}
