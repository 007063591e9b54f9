package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.Embedder;
import dev.tidings.rag.EmbeddingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorStorageTest {
  private static final int ENTRIES = 300;
  private static final int DIMENSIONS = 64;

  @TempDir Path folder;

  /** The vector of a text that ends in a number is that number's. */
  private final Embedder embedder =
      (texts, listener, cancellation) ->
          texts.stream().map(text -> vector(Integer.parseInt(text.replaceAll("\\D", "")))).toList();

  private final Meaning meaning = Meaning.of("numbers", embedder, embedder, 0.9);

  @Test
  void quantisedVectorsAreWrittenUnlessFloatsAreAskedFor() throws IOException {
    try (LuceneIndex index = builder().open()) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
    }
    assertThat(formats()).hasSize(1).allMatch(name -> name.contains("Quantized"));
  }

  @Test
  void findsWhatIsNearestAmongQuantisedVectors() throws IOException {
    try (LuceneIndex index = builder().open()) {
      index.embed(EmbeddingListener.none(), Cancellation.none());

      assertNearest(index);
    }
  }

  @Test
  void anIndexOfFloatsIsReadAndGrowsInTheOtherWay() throws IOException {
    try (LuceneIndex index = builder().vectors(VectorStorage.FLOATS).open()) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
    }
    assertThat(formats()).hasSize(1).noneMatch(name -> name.contains("Quantized"));

    try (LuceneIndex index = builder().open()) {
      assertThat(index.searchesByMeaning()).isTrue();
      assertNearest(index);
      index.put(List.of(entry(ENTRIES)));
      assertThat(nearest(index, ENTRIES)).isEqualTo(Integer.toString(ENTRIES));
      assertNearest(index);
    }
    assertThat(formats()).hasSize(2);
  }

  @Test
  void whatWasNotGatheredIsNotSearchedAndGatheredByTheNextCall() throws IOException {
    // A process that dies while it gathers leaves just this: vectors, and no graph of all of them.
    EntryDocuments.Meant meant = meaning.meant(vector(7));
    try (LuceneIndex index = builder().open()) {
      assertThat(index.searchesByMeaning()).isFalse();
    }
    try (Directory directory = new MMapDirectory(folder)) {
      for (int part = 0; part < 3; part++) {
        List<Entry> entries = entries().subList(part * 100, part * 100 + 100);
        IndexChanges.run(
            directory,
            VectorStorage.QUANTISED,
            IndexChanges.Extent.PART,
            changes -> {
              for (Entry entry : entries) {
                changes.put(entry, meant);
              }
            });
      }
    }
    try (LuceneIndex index = builder().open()) {
      assertThat(index.searchesByMeaning()).isFalse();
      index.embed((done, total) -> assertThat(total).isZero(), Cancellation.none());
      assertThat(index.searchesByMeaning()).isTrue();
    }
    assertThat(formats()).hasSize(1).allMatch(name -> name.contains("Quantized"));
  }

  @Test
  void segmentsOfManyChangesAreJoined() throws IOException {
    // Each is of a size that Lucene no longer joins in passing.
    int batch = 520;
    Embedder long1024 =
        (texts, listener, cancellation) ->
            texts.stream().map(text -> random(text.hashCode(), 1024)).toList();
    try (LuceneIndex index =
        builder().meaning(Meaning.of("long", long1024, long1024, 0.9)).open()) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
      for (int i = 1; i <= 16; i++) {
        int first = i * batch;
        index.put(
            IntStream.range(first, first + batch).mapToObj(VectorStorageTest::entry).toList());
      }
    }
    try (Directory directory = new MMapDirectory(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSizeLessThan(12);
    }
  }

  private void assertNearest(LuceneIndex index) {
    for (int number = 0; number < ENTRIES; number += 7) {
      assertThat(nearest(index, number)).isEqualTo(Integer.toString(number));
    }
  }

  /** The question shares no word with any entry. */
  private static String nearest(LuceneIndex index, int number) {
    return index
        .search(SearchRequest.of("what? " + number * 1_000_000L))
        .entries()
        .get(0)
        .entry()
        .id();
  }

  private LuceneIndex.Builder builder() {
    return LuceneIndex.builder().source(EntrySource.of(entries())).folder(folder).meaning(meaning);
  }

  private static List<Entry> entries() {
    return IntStream.range(0, ENTRIES).mapToObj(VectorStorageTest::entry).toList();
  }

  private static Entry entry(int number) {
    return Entry.of("many", Integer.toString(number), "", "x" + number + "x");
  }

  private static float[] vector(long number) {
    return random(number >= 1_000_000 ? number / 1_000_000 : number, DIMENSIONS);
  }

  private static float[] random(long seed, int dimensions) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private Set<String> formats() throws IOException {
    Set<String> formats = new TreeSet<>();
    try (Directory directory = new MMapDirectory(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        for (FieldInfo field : leaf.reader().getFieldInfos()) {
          String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
          if (format != null) {
            formats.add(format);
          }
        }
      }
    }
    return formats;
  }
}
