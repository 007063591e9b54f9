package dev.tidings.lucene;

import dev.tidings.Cancellation;
import dev.tidings.rag.EmbeddingListener;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import dev.tidings.rag.Retriever;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * An index of poems: finds one by its deity and number, or those that say what was asked. It does
 * not change while it is open; for another corpus, open another one.
 *
 * <p><b>As a retriever</b> it knows two filters, {@value #DEITY_ID} (a {@link String}) and {@value
 * #FORTUNE_NUMBER} (an {@link Integer}):
 *
 * <ul>
 *   <li>both: that poem, without a score, with match 1. The listener is told {@code resolving},
 *       {@code searching}, {@code reading} and {@code found}, once each.
 *   <li>only the deity: up to three of its poems that match the question, with scores and without a
 *       match; {@code matched} is told, and {@code reading} for each.
 *   <li>none: the same over the poems of all deities, without {@code resolving}.
 * </ul>
 *
 * A passage's title is the poem's, its text the four lines joined by newlines, its reference the
 * two filters' names and values, and its facts {@code deity_name}, {@code rank}, {@code stems},
 * {@code story} and {@code theme}, each left out where the poem has none. The theme is in the
 * query's language if the poem has it, else in English, else in any.
 *
 * <p><b>Threads:</b> all methods may be called from any thread at once. A call that is under way
 * while the index is closed ends as if it were not; the index's memory is given back after it.
 */
public final class PoemIndex implements Retriever, AutoCloseable {
  /** The filter, and the reference's key, that name the deity: a {@link String}. */
  public static final String DEITY_ID = "deity_id";

  /** The filter, and the reference's key, that hold the poem's number: an {@link Integer}. */
  public static final String FORTUNE_NUMBER = "fortune_number";

  private final LuceneIndex index;
  private final Map<String, Deity> deities;
  private final PoemFace face;

  private PoemIndex(LuceneIndex index) throws IOException {
    this.index = index;
    Map<String, Deity> byId = new LinkedHashMap<>();
    PoemSource.deities(index.properties()).forEach(deity -> byId.put(deity.id(), deity));
    this.deities = Collections.unmodifiableMap(byId);
    this.face = new PoemFace(deities);
  }

  /**
   * An index in memory.
   *
   * @throws PoemCorpusException if the corpus has an error
   */
  public static PoemIndex inMemory(PoemCorpus corpus) throws PoemCorpusException {
    try {
      return inMemory(corpus, builder(corpus));
    } catch (PoemCorpusException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("an index in memory cannot be built", e);
    }
  }

  /**
   * An index in a folder, which is made if it is missing. An index that is there already is opened
   * as it is if it was built from a corpus of the same content, and built anew if it was built from
   * another. The folder is for the index alone.
   *
   * @throws PoemCorpusException if the index is to be built and the corpus has an error; an index
   *     that is there stays
   * @throws IOException if the folder has anything else in it, its index is damaged, or it cannot
   *     be read or written; the message says what to do
   */
  public static PoemIndex inFolder(Path folder, PoemCorpus corpus) throws IOException {
    return new PoemIndex(builder(corpus).folder(folder).open());
  }

  /**
   * An index with a model that finds poems by what they mean, once {@link #embed} is done.
   *
   * @param folder where it is kept, as with {@link #inFolder}, or null for memory
   * @throws PoemCorpusException if the index is to be built and the corpus has an error
   * @throws IOException as {@link #inFolder} does
   */
  public static PoemIndex withMeaning(PoemCorpus corpus, @Nullable Path folder, Meaning meaning)
      throws IOException {
    LuceneIndex.Builder builder = builder(corpus).meaning(meaning);
    return folder == null
        ? inMemory(corpus, builder)
        : new PoemIndex(builder.folder(folder).open());
  }

  private static PoemIndex inMemory(PoemCorpus corpus, LuceneIndex.Builder builder)
      throws IOException {
    Optional<Directory> prebuilt = PrebuiltIndex.of(corpus);
    return new PoemIndex(prebuilt.isPresent() ? builder.of(prebuilt.get(), null) : builder.open());
  }

  private static LuceneIndex.Builder builder(PoemCorpus corpus) {
    PoemSource source = new PoemSource(corpus);
    return LuceneIndex.builder()
        .source(source)
        .properties(source::properties)
        .vocabulary(Vocabulary.temple());
  }

  /** The index embeds the poems, as {@link LuceneIndex#embed} does. */
  public void embed(EmbeddingListener listener, Cancellation cancellation) throws IOException {
    index.embed(listener, cancellation);
  }

  /** Whether questions are also searched by their meaning. */
  public boolean searchesByMeaning() {
    return index.searchesByMeaning();
  }

  /** The deities whose poems are in the index, by id. */
  public List<Deity> deities() {
    return List.copyOf(deities.values());
  }

  /** How many poems it has. */
  public int size() {
    return index.collections().values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The index looks up a poem.
   *
   * @return empty if the deity is unknown or has no poem of that number
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public Optional<Poem> find(String deityId, int number) {
    Objects.requireNonNull(deityId, "deityId");
    return index.find(deityId, Integer.toString(number)).map(PoemEntries::poem);
  }

  /**
   * The index searches the poems of all deities for what somebody typed: titles, verses, stories
   * and themes. Chinese and Japanese match by pairs of neighbouring characters, English by the
   * stems of its words in the English themes; if nothing matches so, single characters and words
   * that begin alike do. No character of the text has a meaning of its own. Only its first 200 or
   * so different words or pairs count.
   *
   * @param limit the most poems to return, from 1
   * @return best first; empty if nothing matches or the text is empty or only punctuation
   * @throws IllegalArgumentException if the limit is below 1
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public List<ScoredPoem> search(String text, int limit) {
    return matches(SearchRequest.of(text).limit(limit));
  }

  /**
   * The index searches the poems of one deity, as {@link #search(String, int)} does.
   *
   * @return best first; empty too if the deity is unknown
   * @throws IllegalArgumentException if the limit is below 1
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public List<ScoredPoem> search(String text, String deityId, int limit) {
    return matches(SearchRequest.of(text).collection(deityId).limit(limit));
  }

  private List<ScoredPoem> matches(SearchRequest request) {
    return index.search(request).entries().stream()
        .map(found -> new ScoredPoem(PoemEntries.poem(found.entry()), found.score()))
        .toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RetrievalException if the deity is unknown, it has no poem of that number, nothing
   *     matches the question, a filter is of the wrong type, or the index is closed or unreadable
   */
  @Override
  public Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException {
    return index.retrieve(query, listener, cancellation, searcher -> face);
  }

  /** The index closes; a second call does nothing. Calls made after it are refused. */
  @Override
  public void close() {
    index.close();
  }
}
