package dev.tidings.lucene;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * Lucene's codec with another way to write vectors. It has that codec's name, and every segment
 * names the format of each of its fields; so whoever has Lucene reads what it writes.
 */
final class VectorCodec extends FilterCodec {
  /** By the names of Lucene 9.12 and of 10.4 and later: the first that is there writes. */
  private static final List<String> QUANTISING =
      List.of(
          "Lucene104HnswScalarQuantizedVectorsFormat",
          "Lucene104HnswBinaryQuantizedVectorsFormat",
          "Lucene99HnswScalarQuantizedVectorsFormat");

  private static final int NEIGHBOURS = Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN;

  /** So many candidates are looked at for a vector's neighbours, where 100 is usual. */
  private static final int FEW = 16;

  private final KnnVectorsFormat vectors;

  private VectorCodec(Codec plain, KnnVectorsFormat format) {
    super(plain.getName(), plain);
    this.vectors =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
  }

  /** One that quantises; the plain one where Lucene has no format that we know. */
  static Codec quantising() {
    Codec plain = Codec.getDefault();
    Set<String> available = KnnVectorsFormat.availableKnnVectorsFormats();
    Optional<String> format = QUANTISING.stream().filter(available::contains).findFirst();
    return format.isPresent()
        ? new VectorCodec(plain, KnnVectorsFormat.forName(format.get()))
        : plain;
  }

  /** One whose graphs are made fast and searched less well: for segments that are joined soon. */
  static Codec hasty() {
    return new VectorCodec(Codec.getDefault(), new Lucene99HnswVectorsFormat(NEIGHBOURS, FEW));
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }
}
