package dev.tidings.lucene;

import dev.tidings.Cancellation;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import dev.tidings.rag.Retriever;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.ByteBuffersDirectory;
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
 *       match; {@code reading} is told for each.
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

  private static final String CLOSED = "the poem index is closed; open another";

  /*
   * The Lucene reader is counted: one reference is the index's own, given back once by close(), and
   * one is each running call's, taken while the count was above zero. Lucene frees the mapped
   * memory with the last of them, so no call ever reads memory that is gone.
   */
  private final DirectoryReader lucene;
  private final Directory directory;
  private final PoemReader reader;
  private final Map<String, Deity> deities;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PoemIndex(DirectoryReader lucene, Directory directory, List<Deity> deities) {
    this.lucene = lucene;
    this.directory = directory;
    this.reader = new PoemReader(lucene);
    Map<String, Deity> byId = new LinkedHashMap<>();
    deities.forEach(deity -> byId.put(deity.id(), deity));
    this.deities = Collections.unmodifiableMap(byId);
  }

  /**
   * An index in memory.
   *
   * @throws PoemCorpusException if the corpus has an error
   */
  public static PoemIndex inMemory(PoemCorpus corpus) throws PoemCorpusException {
    Directory directory = new ByteBuffersDirectory();
    try {
      IndexBuild.run(corpus, directory);
      return open(directory);
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
   * @throws IOException if the folder has anything else in it, its index is damaged, another
   *     process is building it, or it cannot be read or written; the message says what to do
   */
  public static PoemIndex inFolder(Path folder, PoemCorpus corpus) throws IOException {
    return open(new IndexFolder(folder, corpus).open());
  }

  private static PoemIndex open(Directory directory) throws IOException {
    DirectoryReader lucene = null;
    try {
      lucene = DirectoryReader.open(directory);
      IndexMark mark =
          IndexMark.fromCommit(lucene.getIndexCommit().getUserData())
              .orElseThrow(() -> new CorruptIndexException("no poem index", directory.toString()));
      return new PoemIndex(lucene, directory, mark.deities());
    } catch (IOException | RuntimeException e) {
      if (lucene != null) {
        lucene.close();
      }
      directory.close();
      throw e;
    }
  }

  /** The deities whose poems are in the index, by id. */
  public List<Deity> deities() {
    return List.copyOf(deities.values());
  }

  /**
   * Looks up a poem.
   *
   * @return empty if the deity is unknown or has no poem of that number
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public Optional<Poem> find(String deityId, int number) {
    Objects.requireNonNull(deityId, "deityId");
    return reading(
        () -> {
          OptionalInt document = reader.locate(new PoemKey(deityId, number));
          return document.isPresent()
              ? Optional.of(reader.read(document.getAsInt()))
              : Optional.<Poem>empty();
        });
  }

  /**
   * Searches the poems of all deities for what somebody typed: titles, verses, stories and themes.
   * Chinese and Japanese match by pairs of neighbouring characters, English by the stems of its
   * words in the English themes; if nothing matches so, single characters and words that begin
   * alike do. No character of the text has a meaning of its own. Only its first 200 or so different
   * words or pairs count.
   *
   * @param limit the most poems to return, from 1
   * @return best first; empty if nothing matches or the text is empty or only punctuation
   * @throws IllegalArgumentException if the limit is below 1
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public List<ScoredPoem> search(String text, int limit) {
    return matches(text, null, limit);
  }

  /**
   * Searches the poems of one deity, as {@link #search(String, int)} does.
   *
   * @return best first; empty too if the deity is unknown
   * @throws IllegalArgumentException if the limit is below 1
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if the index cannot be read
   */
  public List<ScoredPoem> search(String text, String deityId, int limit) {
    return matches(text, Objects.requireNonNull(deityId, "deityId"), limit);
  }

  private List<ScoredPoem> matches(String text, @Nullable String deityId, int limit) {
    Objects.requireNonNull(text, "text");
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " must be 1 or more");
    }
    return reading(
        () -> {
          List<ScoredPoem> found = new ArrayList<>();
          for (PoemReader.Hit hit : reader.match(text, deityId, limit)) {
            found.add(new ScoredPoem(reader.read(hit.document()), hit.score()));
          }
          return List.copyOf(found);
        });
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
    if (!acquired()) {
      throw new RetrievalException(CLOSED, null);
    }
    try {
      return new PoemRetrieval(reader, deities, query, listener, cancellation).run();
    } catch (IOException e) {
      throw new RetrievalException("the poem index cannot be read: " + e.getMessage(), e);
    } finally {
      release();
    }
  }

  /** Closes the index; a second call does nothing. Calls made after it are refused. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release();
      try {
        directory.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the poem index cannot be closed", e);
      }
    }
  }

  private <T> T reading(Reading<T> work) {
    if (!acquired()) {
      throw new IllegalStateException(CLOSED);
    }
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the poem index cannot be read", e);
    } finally {
      release();
    }
  }

  private boolean acquired() {
    return !closed.get() && lucene.tryIncRef();
  }

  private void release() {
    try {
      lucene.decRef();
    } catch (IOException e) {
      throw new UncheckedIOException("the poem index cannot be closed", e);
    }
  }

  /** Work on the index. */
  private interface Reading<T> {
    T run() throws IOException;
  }
}
