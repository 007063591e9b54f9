package dev.tidings.lucene;

import dev.tidings.Cancellation;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives an index's entries their vectors, and questions theirs once all entries have one. */
final class EntryVectors {
  private static final Logger LOG = LoggerFactory.getLogger(EntryVectors.class);

  /*
   * A batch is embedded in one call, and is one commit. Every entry's old document is looked for in
   * every segment, so a fiftieth of all keeps those few; the most is what fits into the memory
   * twice, as vectors and as the writer's.
   */
  private static final int SHARE = 50;
  private static final int SMALL_BATCH = 32;
  private static final int LARGE_BATCH = 8192;

  /** Less than this share of all entries, one in so many, is few. */
  private static final int FEW = 10;

  private final OpenIndex index;
  private final Vocabulary vocabulary;
  private final Meaning meaning;
  private volatile boolean complete;

  EntryVectors(OpenIndex index, Vocabulary vocabulary, Meaning meaning) {
    this.index = index;
    this.vocabulary = vocabulary;
    this.meaning = meaning;
    look();
  }

  /** Whether all entries have one, and they are ready to be searched. */
  boolean complete() {
    return complete;
  }

  private void look() {
    complete = missing() == 0 && !inParts();
  }

  private int missing() {
    return index.read(searcher -> searcher.count(EntrySearcher.without(meaning.name())));
  }

  private boolean inParts() {
    return index.read(
        searcher -> IndexChanges.inParts((DirectoryReader) searcher.getIndexReader()));
  }

  /** Makes those that are missing; see {@link LuceneIndex#embed}. */
  void embed(EmbeddingListener listener, Cancellation cancellation) throws IOException {
    int total = missing();
    int done = 0;
    // To gather is to make the whole graph anew: for a few among many that would be out of scale.
    boolean few = total < index.read(searcher -> searcher.getIndexReader().numDocs()) / FEW;
    IndexChanges.Extent extent = few ? IndexChanges.Extent.WHOLE : IndexChanges.Extent.PART;
    int size = Math.max(SMALL_BATCH, Math.min(LARGE_BATCH, total / SHARE));
    List<Entry> batch = next(size);
    while (!batch.isEmpty()) {
      cancellation.check();
      write(batch, of(batch, cancellation), extent);
      done += batch.size();
      listener.embedded(Math.min(done, total), total);
      batch = next(size);
    }
    if (inParts()) {
      index.change(IndexChanges.Extent.WHOLE, IndexChanges::gather);
    }
    look();
  }

  /** Puts entries with their vectors. */
  void put(List<Entry> entries) throws IOException {
    List<float[]> vectors = of(entries, Cancellation.none());
    index.change(
        IndexChanges.Extent.WHOLE,
        changes -> {
          for (int i = 0; i < entries.size(); i++) {
            changes.put(entries.get(i), meaning.meant(vectors.get(i)));
          }
        });
  }

  private List<float[]> of(List<Entry> entries, Cancellation cancellation) throws IOException {
    try {
      return meaning.ofEntries(entries, EmbeddingListener.none(), cancellation);
    } catch (EmbeddingException e) {
      throw new IOException("the entries cannot be embedded: " + e.getMessage(), e);
    }
  }

  /**
   * An entry that was put anew meanwhile is left to the next batch, and a deleted one to nobody.
   */
  private void write(List<Entry> entries, List<float[]> vectors, IndexChanges.Extent extent)
      throws IOException {
    index.change(
        extent,
        changes -> {
          for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (isThere(entry)) {
              changes.put(entry, meaning.meant(vectors.get(i)));
            }
          }
        });
  }

  private boolean isThere(Entry entry) {
    return index.read(
        searcher -> {
          EntrySearcher entries = new EntrySearcher(searcher, vocabulary);
          OptionalInt document = entries.locate(entry.collection(), entry.id());
          return document.isPresent() && entries.read(document.getAsInt()).equals(entry);
        });
  }

  private List<Entry> next(int size) {
    Query missing = EntrySearcher.without(meaning.name());
    return index.read(
        searcher -> {
          EntrySearcher entries = new EntrySearcher(searcher, vocabulary);
          List<Entry> found = new ArrayList<>();
          for (ScoreDoc hit : searcher.search(missing, size, Sort.INDEXORDER).scoreDocs) {
            found.add(entries.read(hit.doc));
          }
          return found;
        });
  }

  /** The vector of a question; null if it is searched by its words alone. */
  EntryDocuments.@Nullable Meant ofQuestion(
      String question, EmbeddingListener listener, Cancellation cancellation) {
    if (!complete || question.isBlank() || !meaning.understands().test(question)) {
      return null;
    }
    try {
      return meaning.meant(meaning.ofQuestion(question, listener, cancellation));
    } catch (EmbeddingException e) {
      LOG.warn("Question searched by its words alone, the model failed: {}", e.getMessage());
      return null;
    }
  }
}
