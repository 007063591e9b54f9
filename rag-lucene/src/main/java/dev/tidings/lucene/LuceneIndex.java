package dev.tidings.lucene;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.Cancellation;
import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.EmbeddingListener;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import dev.tidings.rag.Retriever;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * An index of short texts of any kind: finds one by its collection and id, or those that fit what
 * was asked, in Chinese (either script), Japanese, English and others. {@link PoemIndex} is a face
 * of it.
 *
 * <p><b>As a retriever</b> it knows two filters, {@value #COLLECTION} and {@value #ID}, both
 * strings; an id may be a whole number too. With both, the passage is that entry, without a score
 * and with match 1; with less, up to three entries that fit the question. A passage's reference has
 * the two filters' names; its facts are the entry's, and {@code note}, in the query's language if
 * there is one, else in English, else in any.
 *
 * <p><b>Threads:</b> all methods may be called from any thread at once. Searches go on while
 * entries are put or deleted, and see all of a change or nothing of it. A call that is under way
 * while the index is closed ends as if it were not.
 */
public final class LuceneIndex implements Retriever, AutoCloseable {
  /** The filter, and the reference's key, that name the collection. */
  public static final String COLLECTION = "collection";

  /** The filter, and the reference's key, that hold the id. */
  public static final String ID = "id";

  private final OpenIndex index;
  private final Vocabulary vocabulary;
  private final @Nullable EntryVectors vectors;

  private LuceneIndex(OpenIndex index, Vocabulary vocabulary, @Nullable Meaning meaning) {
    this.index = index;
    this.vocabulary = vocabulary;
    this.vectors = meaning == null ? null : new EntryVectors(index, vocabulary, meaning);
  }

  /** A new builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** An index in memory. */
  public static LuceneIndex inMemory(EntrySource source) throws IOException {
    return builder().source(source).open();
  }

  /** An index in a folder; see {@link Builder#folder}. */
  public static LuceneIndex inFolder(Path folder, EntrySource source) throws IOException {
    return builder().source(source).folder(folder).open();
  }

  /** How many entries each collection has, by its id. */
  public Map<String, Integer> collections() {
    return index.read(LuceneIndex::collections);
  }

  private static Map<String, Integer> collections(IndexSearcher searcher) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    Terms ids = MultiTerms.getTerms(searcher.getIndexReader(), EntryDocuments.COLLECTION);
    if (ids != null) {
      TermsEnum each = ids.iterator();
      for (BytesRef id = each.next(); id != null; id = each.next()) {
        Term term = new Term(EntryDocuments.COLLECTION, BytesRef.deepCopyOf(id));
        int count = searcher.count(new TermQuery(term));
        if (count > 0) {
          counts.put(term.text(), count);
        }
      }
    }
    return counts;
  }

  /**
   * The index looks up an entry.
   *
   * @return empty if there is none
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public Optional<Entry> find(String collection, String id) {
    Objects.requireNonNull(collection, "collection");
    Objects.requireNonNull(id, "id");
    return index.read(
        searcher -> {
          EntrySearcher entries = new EntrySearcher(searcher, vocabulary);
          OptionalInt document = entries.locate(collection, id);
          return document.isPresent()
              ? Optional.of(entries.read(document.getAsInt()))
              : Optional.<Entry>empty();
        });
  }

  /**
   * What the index has that fits the request; the calling thread searches.
   *
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public SearchResult search(SearchRequest request) {
    Objects.requireNonNull(request, "request");
    return index.read(
        searcher -> {
          EntrySearcher entries = new EntrySearcher(searcher, vocabulary);
          EntrySearcher.Hits hits =
              entries.search(
                  request, meant(request.text(), EmbeddingListener.none(), Cancellation.none()));
          List<ScoredEntry> found = new ArrayList<>();
          for (EntrySearcher.Hit hit : hits.hits()) {
            Entry entry = entries.read(hit.document());
            found.add(new ScoredEntry(entry, hit.score(), Highlight.of(entry, hits.terms())));
          }
          return found.isEmpty() ? SearchResult.NOTHING : new SearchResult(found, hits.match());
        });
  }

  /**
   * The index adds entries, each in place of one of the same collection and id. All of them are
   * there at once, and on the disk, when this returns; none if it throws. In an index in memory
   * they stay until it is closed.
   *
   * @throws IOException if the index cannot be written; the message says what to do
   */
  public void put(Collection<Entry> entries) throws IOException {
    if (vectors != null && vectors.complete()) {
      vectors.put(List.copyOf(entries));
    } else {
      index.change(IndexChanges.Extent.WHOLE, changes -> changes.put(entries));
    }
  }

  /**
   * The index deletes an entry.
   *
   * @return whether it was there
   * @throws IOException if the index cannot be written; the message says what to do
   */
  @CanIgnoreReturnValue
  public boolean delete(String collection, String id) throws IOException {
    boolean there = find(collection, id).isPresent();
    index.change(IndexChanges.Extent.WHOLE, changes -> changes.delete(collection, id));
    return there;
  }

  /**
   * The index embeds the entries that have no vector of this index's model yet, on the calling
   * thread, some at a time: a fiftieth of all, from 32 to 8,192. What is done stays done, whatever
   * happens then: the next call goes on. It searches are by words alone until all have one. At the
   * end the vectors are put into one graph, which takes long where they are many
   * (docs/retrieval.md), is not told, and not stopped by a cancellation; other changes wait for it.
   * If the process dies in it, the next call makes up for it.
   *
   * @param listener is told how many of the entries that lacked a vector have one
   * @throws IllegalStateException if the index has no model, or is closed
   * @throws IOException if the model fails, or the index cannot be written
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  public void embed(EmbeddingListener listener, Cancellation cancellation) throws IOException {
    if (vectors == null) {
      throw new IllegalStateException("the index has no model; give one to its builder");
    }
    vectors.embed(listener, cancellation);
  }

  /** Whether questions are also searched by their meaning, because all entries have a vector. */
  public boolean searchesByMeaning() {
    return vectors != null && vectors.complete();
  }

  private EntryDocuments.@Nullable Meant meant(
      String question, EmbeddingListener listener, Cancellation cancellation) {
    return vectors == null ? null : vectors.ofQuestion(question, listener, cancellation);
  }

  /**
   * The index sees from now on what other processes have put into its folder since it was opened.
   */
  public void refresh() throws IOException {
    index.refresh();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RetrievalException if there is no such entry, nothing fits the question, a filter is of
   *     the wrong type, or the index is closed or unreadable
   */
  @Override
  public Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException {
    return retrieve(
        query, listener, cancellation, searcher -> new EntryFace(collections(searcher)));
  }

  Retrieval retrieve(
      RagQuery query,
      RetrievalListener listener,
      Cancellation cancellation,
      OpenIndex.Reading<RetrievalFace> face)
      throws RetrievalException {
    IndexSearcher searcher;
    try {
      searcher = index.acquire();
    } catch (AlreadyClosedException | IOException e) {
      throw new RetrievalException(OpenIndex.CLOSED, e);
    }
    try {
      EntrySearcher entries = new EntrySearcher(searcher, vocabulary);
      return new EntryRetrieval(entries, face.run(searcher), query, listener, cancellation)
          .run(question -> meant(question, attemptsTo(listener), cancellation));
    } catch (IOException e) {
      throw new RetrievalException("the index cannot be read: " + e.getMessage(), e);
    } finally {
      index.release(searcher);
    }
  }

  private static EmbeddingListener attemptsTo(RetrievalListener listener) {
    return new EmbeddingListener() {
      @Override
      public void embedded(int done, int total) {
        // One question is one step, which the search is about to tell.
      }

      @Override
      public void attempt(ChatAttempt attempt) {
        listener.attempt(attempt);
      }
    };
  }

  /** What the builder wrote into the index besides its entries. */
  Map<String, String> properties() {
    return index.properties();
  }

  /** The index closes; a second call does nothing. Calls made after it are refused. */
  @Override
  public void close() {
    index.close();
  }

  /** A builder collects what an index is opened with. It is not thread-safe. */
  public static final class Builder {
    private @Nullable EntrySource source;
    private @Nullable Path folder;
    private Vocabulary vocabulary = Vocabulary.none();
    private @Nullable Meaning meaning;
    private VectorStorage vectors = VectorStorage.QUANTISED;
    private Supplier<Map<String, String>> properties = Map::of;

    private Builder() {}

    /** Where the entries come from. It is required. */
    @CanIgnoreReturnValue
    public Builder source(EntrySource entries) {
      source = Objects.requireNonNull(entries, "source");
      return this;
    }

    /**
     * The folder that keeps the index, which is made if it is missing; memory unless given. An
     * index that is there already is opened as it is if it was built from a source of the same
     * fingerprint, with what was put into it and deleted since; it is built anew if it was built
     * from another. Whatever happens meanwhile, the folder holds the old index or the new one.
     * Processes that open one folder at once wait for the one that builds.
     */
    @CanIgnoreReturnValue
    public Builder folder(Path path) {
      folder = Objects.requireNonNull(path, "folder");
      return this;
    }

    /** What people say and what the texts say instead; none unless given. */
    @CanIgnoreReturnValue
    public Builder vocabulary(Vocabulary words) {
      vocabulary = Objects.requireNonNull(words, "vocabulary");
      return this;
    }

    /**
     * A model that finds entries by what they mean, once {@link #embed} is done; none unless given.
     */
    @CanIgnoreReturnValue
    public Builder meaning(Meaning model) {
      meaning = Objects.requireNonNull(model, "meaning");
      return this;
    }

    /** How the model's vectors are kept; {@link VectorStorage#QUANTISED} unless given. */
    @CanIgnoreReturnValue
    public Builder vectors(VectorStorage storage) {
      vectors = Objects.requireNonNull(storage, "vectors");
      return this;
    }

    @CanIgnoreReturnValue
    Builder properties(Supplier<Map<String, String>> afterReading) {
      properties = afterReading;
      return this;
    }

    /**
     * The index is opened, and built before if need be, by the calling thread.
     *
     * @throws IOException if the source cannot be read, or the folder has anything else in it, is
     *     damaged, or cannot be read or written; the message says what to do, and an index that was
     *     there stays
     * @throws NullPointerException if there is no source
     */
    public LuceneIndex open() throws IOException {
      EntrySource entries = Objects.requireNonNull(source, "source: set it in the builder");
      if (folder != null) {
        IndexFolder place = new IndexFolder(folder);
        return of(place.open(entries, properties), place);
      }
      Directory memory = new ByteBuffersDirectory();
      IndexBuild.run(entries, IndexMark.fingerprint(entries.fingerprint()), properties, memory);
      return of(memory, null);
    }

    /** An index that is in a directory already. */
    LuceneIndex of(Directory directory, @Nullable IndexFolder place) throws IOException {
      try {
        return new LuceneIndex(new OpenIndex(directory, place, vectors), vocabulary, meaning);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    }
  }
}
