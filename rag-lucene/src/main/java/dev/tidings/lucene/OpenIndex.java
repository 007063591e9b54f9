package dev.tidings.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * A directory's index while it is open: read by any number of threads at once, each in one state of
 * it, and changed by one at a time.
 *
 * <p>Lucene's readers are counted: one reference is the manager's own, given back by {@link
 * #close}, and one is each running call's. Lucene frees the mapped memory with the last of them, so
 * no call ever reads memory that is gone.
 */
final class OpenIndex implements AutoCloseable {
  static final String CLOSED = "the index is closed; open another";

  private final Directory directory;
  private final @Nullable IndexFolder folder;
  private final VectorStorage vectors;
  private final SearcherManager searchers;
  private final Map<String, String> properties;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Opens what is in the directory.
   *
   * @param folder whose lock is taken for changes; null if nobody else has the directory
   */
  OpenIndex(Directory directory, @Nullable IndexFolder folder, VectorStorage vectors)
      throws IOException {
    this.directory = directory;
    this.folder = folder;
    this.vectors = vectors;
    this.searchers = new SearcherManager(directory, null);
    this.properties =
        IndexMark.fromCommit(DirectoryReader.listCommits(directory).get(0).getUserData())
            .map(IndexMark::properties)
            .orElse(Map.of());
  }

  /** Work that reads the index. */
  interface Reading<T> {
    T run(IndexSearcher searcher) throws IOException;
  }

  /** What the builder wrote into the index besides its entries. */
  Map<String, String> properties() {
    return properties;
  }

  /**
   * Runs the work.
   *
   * @throws IllegalStateException if the index is closed
   * @throws UncheckedIOException if it cannot be read
   */
  <T> T read(Reading<T> work) {
    IndexSearcher searcher;
    try {
      searcher = acquire();
    } catch (AlreadyClosedException e) {
      throw new IllegalStateException(CLOSED, e);
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read", e);
    }
    try {
      return work.run(searcher);
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read", e);
    } finally {
      release(searcher);
    }
  }

  /**
   * Takes a state of the index, which is to be released.
   *
   * @throws AlreadyClosedException if the index is closed
   */
  IndexSearcher acquire() throws IOException {
    return searchers.acquire();
  }

  void release(IndexSearcher searcher) {
    try {
      searchers.release(searcher);
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be closed", e);
    }
  }

  /** Makes what others have put into the folder since visible to calls that begin now. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /**
   * Changes the index, alone: what the work reads is what its changes are made to.
   *
   * @throws IllegalStateException if the index is closed
   * @throws IOException if it cannot be written; it is then as before
   */
  void change(IndexChanges.Extent extent, IndexChanges.Work work) throws IOException {
    if (closed.get()) {
      throw new IllegalStateException(CLOSED);
    }
    if (folder == null) {
      synchronized (directory) {
        IndexChanges.run(directory, vectors, extent, work);
      }
    } else {
      try (FolderLock alone = folder.lock()) {
        alone.check();
        refresh();
        IndexChanges.run(directory, vectors, extent, work);
      }
    }
    refresh();
  }

  /** Closes the index; a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        searchers.close();
        directory.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the index cannot be closed", e);
      }
    }
  }
}
