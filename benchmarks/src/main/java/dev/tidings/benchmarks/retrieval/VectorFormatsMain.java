package dev.tidings.benchmarks.retrieval;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Prints a row for each way in which Lucene 9.12 keeps vectors, without the module: {@code
 * VectorFormatsMain 100000 512 latent}.
 */
public final class VectorFormatsMain {
  private VectorFormatsMain() {}

  /** Measures each. */
  public static void main(String[] args) throws Exception {
    int size = Integer.parseInt(args[0]);
    Vectors vectors =
        new Vectors(
            Vectors.Kind.valueOf(args[2].toUpperCase(Locale.ROOT)), Integer.parseInt(args[1]));
    Map<String, KnnVectorsFormat> formats = new LinkedHashMap<>();
    formats.put("floats", new Lucene99HnswVectorsFormat());
    formats.put("7 bits", new Lucene99HnswScalarQuantizedVectorsFormat());
    formats.put("4 bits", four(false));
    formats.put("4 bits, two a byte", four(true));
    System.out.println(
        "| format | build s | floats MiB | quantised | graph | KNN p50 µs | p99 | recall@10 |");
    for (Map.Entry<String, KnnVectorsFormat> format : formats.entrySet()) {
      System.out.println("| " + format.getKey() + row(format.getValue(), vectors, size) + " |");
    }
  }

  /** With the confidence interval that is looked for anew in each segment, as Lucene advises. */
  private static KnnVectorsFormat four(boolean packed) {
    return new Lucene99HnswScalarQuantizedVectorsFormat(16, 100, 1, 4, packed, 0f, null);
  }

  private static String row(KnnVectorsFormat format, Vectors vectors, int size) throws Exception {
    try (Folder folder = new Folder();
        Directory directory = new MMapDirectory(folder.path())) {
      long start = System.nanoTime();
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(new Chosen(format))
              .setRAMBufferSizeMB(64)
              .setUseCompoundFile(false);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int number = 1; number <= size; number++) {
          Document document = new Document();
          document.add(
              new KnnFloatVectorField(
                  "vector", vectors.of(number), VectorSimilarityFunction.COSINE));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      StringBuilder row = new StringBuilder(" | ");
      row.append("%.1f | ".formatted((System.nanoTime() - start) / 1e9));
      row.append(folder.mebibytes(".vec")).append(" | ");
      row.append(folder.mebibytes(".veq")).append(" | ");
      row.append(folder.mebibytes(".vex")).append(" | ");
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        return row.append(new Nearest(vectors).measure(reader)).toString();
      }
    }
  }

  private static final class Chosen extends FilterCodec {
    private final KnnVectorsFormat format;

    Chosen(KnnVectorsFormat format) {
      super(Codec.getDefault().getName(), Codec.getDefault());
      this.format = format;
    }

    @Override
    public KnnVectorsFormat knnVectorsFormat() {
      return new PerFieldKnnVectorsFormat() {
        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          return format;
        }
      };
    }
  }
}
