package dev.tidings.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a folder's index: as it is when it was built from the same corpus, built anew when it was
 * built from another, and not at all when the folder is not ours to overwrite.
 */
final class IndexFolder {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);

  private final Path path;
  private final PoemCorpus corpus;

  IndexFolder(Path path, PoemCorpus corpus) {
    this.path = path;
    this.corpus = corpus;
  }

  /** A directory with a whole index of the corpus in it; the caller closes it. */
  Directory open() throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException(path + " is a file; give a folder for the index");
    }
    Files.createDirectories(path);
    // Not the default, which may read through a channel: an interrupt of one reader would close
    // that for all.
    Directory directory = new MMapDirectory(path);
    try {
      if (!isCurrent(directory)) {
        build(directory);
      }
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private boolean isCurrent(Directory directory) throws IOException {
    if (isEmpty()) {
      return false;
    }
    if (!DirectoryReader.indexExists(directory)) {
      throw new IOException(
          "folder " + path + " has files in it that are no poem index; give an empty folder");
    }
    IndexMark mark =
        verifiedMark(directory)
            .orElseThrow(
                () ->
                    new IOException(
                        "folder "
                            + path
                            + " has a Lucene index in it that is no poem index; give an empty"
                            + " folder"));
    if (mark.fingerprint().equals(corpus.fingerprint())) {
      LOG.debug("Index in {} is of this corpus: opened as it is", path);
      return true;
    }
    LOG.info("Index in {} is of another corpus: built anew", path);
    return false;
  }

  /** Reads the mark, and every byte of the index once, so that damage shows now and not later. */
  private Optional<IndexMark> verifiedMark(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      Optional<IndexMark> mark = IndexMark.fromCommit(reader.getIndexCommit().getUserData());
      for (LeafReaderContext segment : reader.leaves()) {
        segment.reader().checkIntegrity();
      }
      return mark;
    } catch (IOException | RuntimeException e) {
      // Lucene answers to a codec it does not have, and to some damage, with unchecked exceptions.
      throw new IOException(
          "the index in folder "
              + path
              + " is damaged or of another Lucene version ("
              + e.getMessage()
              + "); delete the folder, and the index will be built anew from the corpus",
          e);
    }
  }

  private void build(Directory directory) throws IOException {
    try {
      IndexBuild.run(corpus, directory);
    } catch (LockObtainFailedException e) {
      throw new IOException(
          "another process is building the index in folder "
              + path
              + "; try again when it is done, or give each process a folder of its own",
          e);
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      // A lock file alone is what a crash before the first commit leaves.
      return entries.allMatch(
          entry -> entry.getFileName().toString().equals(IndexWriter.WRITE_LOCK_NAME));
    }
  }
}
