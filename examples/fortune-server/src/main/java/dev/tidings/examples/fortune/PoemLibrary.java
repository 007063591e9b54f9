package dev.tidings.examples.fortune;

import dev.tidings.Cancellation;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.lucene.Meaning;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.lucene.ReadProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poems, and the model that finds them by meaning if one is on the class path. The poems are
 * embedded in the background, while the server answers by words alone; thread-safe.
 */
final class PoemLibrary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PoemLibrary.class);

  private final PoemIndex index;
  private final @Nullable Host host;
  private final Stop stop = new Stop();
  private final @Nullable Thread embedding;
  private volatile Status status;

  /**
   * How questions are searched now.
   *
   * @param retrieval {@code lexical}, {@code embedding} (by words alone until that is done), or
   *     {@code vectors} (by words and meaning)
   * @param done how many poems are embedded in this run
   * @param total how many are to be
   */
  record Status(String retrieval, int done, int total) {
    boolean embedding() {
      return retrieval.equals("embedding");
    }
  }

  /**
   * What came of the host's own poems.
   *
   * @param poems how many there are now, with the embedded ones
   * @param leftOut how many of the host's files or folders could not be read
   */
  record Host(int poems, long leftOut) {}

  private PoemLibrary(PoemIndex index, @Nullable Host host, boolean model) {
    this.index = index;
    this.host = host;
    if (!model || index.searchesByMeaning()) {
      status = new Status(model ? "vectors" : "lexical", 0, 0);
      embedding = null;
    } else {
      status = new Status("embedding", 0, 0);
      embedding = new Thread(this::embed, "poem-embedding");
      embedding.setDaemon(true);
      embedding.start();
    }
  }

  /**
   * Opens the poems of the settings.
   *
   * @throws IOException if the corpus or the index cannot be read; the message says what to do
   */
  static PoemLibrary open(ServerSettings settings) throws IOException {
    PoemCorpus corpus = PoemCorpus.embedded();
    if (settings.corpus() != null) {
      corpus = corpus.plus(PoemCorpus.read(settings.corpus()));
    }
    Meaning meaning = ChineseModel.find().orElse(null);
    PoemIndex index = index(corpus, settings.index(), meaning);
    Host host = null;
    if (settings.corpus() != null) {
      host = new Host(index.size(), corpus.problems().stream().filter(PoemLibrary::lost).count());
      log.info("Poems: {}; left out of {}: {}", host.poems, settings.corpus(), host.leftOut);
    }
    return new PoemLibrary(index, host, meaning != null);
  }

  private static PoemIndex index(
      PoemCorpus corpus, @Nullable Path folder, @Nullable Meaning meaning) throws IOException {
    if (meaning != null) {
      return PoemIndex.withMeaning(corpus, folder, meaning);
    }
    return folder == null ? PoemIndex.inMemory(corpus) : PoemIndex.inFolder(folder, corpus);
  }

  private static boolean lost(ReadProblem problem) {
    return problem.effect() == ReadProblem.Effect.LEFT_OUT;
  }

  /** What came of the host's own poems; empty if it has none. */
  Optional<Host> host() {
    return Optional.ofNullable(host);
  }

  PoemIndex index() {
    return index;
  }

  Status status() {
    return status;
  }

  private void embed() {
    try {
      index.embed((done, total) -> status = new Status("embedding", done, total), stop);
      status = new Status("vectors", status.done, status.total);
      log.info("Poems embedded: questions are searched by meaning too");
    } catch (TaskCancelledException stopped) {
      log.debug("Embedding of the poems stopped");
    } catch (IOException | RuntimeException fault) {
      status = new Status("lexical", status.done, status.total);
      log.warn("Poems cannot be embedded: questions are searched by their words alone", fault);
    }
  }

  /** Waits for the embedding to stop, which it does after the poem it is at. */
  @Override
  public void close() {
    stop.now();
    try {
      if (embedding != null) {
        embedding.join();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    index.close();
  }

  private static final class Stop implements Cancellation {
    private final AtomicBoolean requested = new AtomicBoolean();

    void now() {
      requested.set(true);
    }

    @Override
    public boolean requested() {
      return requested.get();
    }

    @Override
    public Registration onRequested(Runnable action) {
      throw new UnsupportedOperationException("an embedder of this server only checks");
    }
  }
}
