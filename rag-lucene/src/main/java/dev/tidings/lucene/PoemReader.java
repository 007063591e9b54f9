package dev.tidings.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/** Finds poems in an open index, then reads them: the two steps that progress tells apart. */
final class PoemReader {
  private static final Place STORED = new Place("a stored poem", 1);

  private final IndexSearcher searcher;

  PoemReader(DirectoryReader reader) {
    this.searcher = new IndexSearcher(reader);
  }

  /** A document that was found and not read yet. */
  record Hit(int document, double score) {}

  /** The document of a poem, or empty if there is no such poem. */
  OptionalInt locate(PoemKey key) throws IOException {
    ScoreDoc[] hits = searcher.search(PoemQueries.byKey(key), 1).scoreDocs;
    return hits.length == 0 ? OptionalInt.empty() : OptionalInt.of(hits[0].doc);
  }

  /**
   * The documents that match a text best, best first. Single characters and words that begin alike
   * are tried only when no word and no pair of characters is found.
   *
   * @param deityId whose poems, or null for all
   */
  List<Hit> match(String text, @Nullable String deityId, int limit) throws IOException {
    List<Hit> hits = run(PoemQueries.closely(text, deityId), limit);
    return hits.isEmpty() ? run(PoemQueries.loosely(text, deityId), limit) : hits;
  }

  /** The number of a document's poem, without reading the poem. */
  int numberOf(int document) throws IOException {
    NumericDocValues numbers =
        MultiDocValues.getNumericValues(searcher.getIndexReader(), PoemDocuments.NUMBER);
    if (numbers == null || !numbers.advanceExact(document)) {
      throw damaged(document, PoemDocuments.NUMBER);
    }
    return Math.toIntExact(numbers.longValue());
  }

  Poem read(int document) throws IOException {
    String row = searcher.storedFields().document(document).get(PoemDocuments.ROW);
    if (row == null) {
      throw damaged(document, PoemDocuments.ROW);
    }
    return CorpusRow.parse(row, STORED).poem();
  }

  private List<Hit> run(Optional<Query> query, int limit) throws IOException {
    List<Hit> hits = new ArrayList<>();
    if (query.isPresent()) {
      for (ScoreDoc hit : searcher.search(query.get(), limit).scoreDocs) {
        hits.add(new Hit(hit.doc, hit.score));
      }
    }
    return hits;
  }

  private static CorruptIndexException damaged(int document, String field) {
    return new CorruptIndexException("document without " + field, "document " + document);
  }
}
