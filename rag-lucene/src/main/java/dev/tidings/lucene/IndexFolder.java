package dev.tidings.lucene;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a folder's index: as it is when it was built from the same source, built anew when it was
 * built from another, and not at all when the folder is not ours to overwrite.
 */
final class IndexFolder {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);

  /** What Lucene writes, and our lock. */
  private static final Pattern OURS =
      Pattern.compile("(pending_)?segments_[0-9a-z]+|_[0-9a-z_.A-Z-]+|write\\.lock|tidings\\.lock");

  /** What file systems and desktops leave in any folder. */
  private static final Pattern PASSED_OVER =
      Pattern.compile("\\.nfs.*|\\.DS_Store|\\._.*|Thumbs\\.db|desktop\\.ini|lost\\+found");

  private final Path path;

  IndexFolder(Path path) {
    this.path = path;
  }

  /** A directory with a whole index of the source in it; the caller closes it. */
  Directory open(EntrySource source, Supplier<Map<String, String>> properties) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException(path + " is a file; give a folder for the index");
    }
    String fingerprint = IndexMark.fingerprint(source.fingerprint());
    try {
      Files.createDirectories(path);
    } catch (FileSystemException e) {
      throw unwritable(e);
    }
    // Not the default, which may read through a channel: an interrupt of one reader would close
    // that for all.
    Directory directory = new MMapDirectory(path);
    try {
      if (!isCurrentUnlocked(directory, fingerprint)) {
        buildAlone(directory, source, fingerprint, properties);
      }
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * What looks damaged may be in the middle of being replaced: under the lock it is looked at
   * again.
   */
  private boolean isCurrentUnlocked(Directory directory, String fingerprint) throws IOException {
    checkForeign();
    try {
      return isCurrent(directory, fingerprint);
    } catch (DamagedException e) {
      LOG.debug("Index in {} cannot be read without the lock", path, e);
      return false;
    }
  }

  /** Whoever waited here finds, most likely, what the other one built. */
  private void buildAlone(
      Directory directory,
      EntrySource source,
      String fingerprint,
      Supplier<Map<String, String>> properties)
      throws IOException {
    try (FolderLock alone = lock()) {
      if (isCurrent(directory, fingerprint)) {
        return;
      }
      alone.check();
      IndexBuild.run(source, fingerprint, properties, directory);
    } catch (LockObtainFailedException e) {
      throw new IOException(
          "another program is writing the index in folder "
              + path
              + " and does not say for how long; try again when it is done, or give each a folder"
              + " of its own",
          e);
    }
  }

  FolderLock lock() throws IOException {
    try {
      return FolderLock.of(path);
    } catch (FileSystemException e) {
      throw unwritable(e);
    }
  }

  private IOException unwritable(FileSystemException e) {
    return new IOException(
        "folder "
            + path
            + " cannot be written ("
            + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
            + "), and has no index of this source; give a folder that can be, or build the index"
            + " there once by a process that may",
        e);
  }

  private boolean isCurrent(Directory directory, String fingerprint) throws IOException {
    checkForeign();
    IndexMark mark;
    try {
      mark = verifiedMark(directory);
    } catch (IndexNotFoundException e) {
      // Nothing, or what a crash before the first commit left: nobody can read that.
      return false;
    }
    if (mark.fingerprint().equals(fingerprint)) {
      LOG.debug("Index in {} is of this source: opened as it is", path);
      return true;
    }
    LOG.info("Index in {} is of another source: built anew", path);
    return false;
  }

  private void checkForeign() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      List<String> foreign =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !OURS.matcher(name).matches())
              .filter(name -> !PASSED_OVER.matcher(name).matches())
              .limit(1)
              .toList();
      if (!foreign.isEmpty()) {
        throw new IOException(
            "folder "
                + path
                + " has files in it that are no Tidings index, such as "
                + foreign.get(0)
                + "; give an empty folder");
      }
    }
  }

  /** Reads the mark, and every byte of the index once, so that damage shows now and not later. */
  private IndexMark verifiedMark(Directory directory) throws IOException {
    Optional<IndexMark> mark;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      mark = IndexMark.fromCommit(reader.getIndexCommit().getUserData());
      for (LeafReaderContext segment : reader.leaves()) {
        segment.reader().checkIntegrity();
      }
    } catch (IndexNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Lucene answers to a codec it does not have, and to some damage, with unchecked exceptions.
      throw new DamagedException(
          "the index in folder "
              + path
              + " is damaged or of another Lucene version ("
              + e.getMessage()
              + "); delete the folder, and the index will be built anew",
          e);
    }
    return mark.orElseThrow(
        () ->
            new IOException(
                "folder "
                    + path
                    + " has a Lucene index in it that is no Tidings index; give an empty folder"));
  }

  private static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
