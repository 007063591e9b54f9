package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFolderTest {
  @TempDir Path folder;

  @Test
  void opensTheIndexOfTheSameCorpusAsItIs() throws IOException {
    PoemIndex.inFolder(folder, Corpora.small()).close();
    Map<Path, FileTime> before = times();

    PoemIndex.inFolder(folder, Corpora.small()).close();

    assertThat(times()).isEqualTo(before);
  }

  @Test
  void buildsAnewFromAnotherCorpus() throws IOException {
    PoemIndex.inFolder(folder, Corpora.small()).close();

    PoemCorpus other = Corpora.of(CorpusRow.write(Corpora.OTHER));
    try (PoemIndex index = PoemIndex.inFolder(folder, other)) {
      assertThat(index.deities()).extracting(Deity::id).containsExactly("hill_lord");
      assertThat(index.find("sea_lady", 1)).isEmpty();
      assertThat(index.search("扁舟", 10)).isEmpty();
    }
  }

  @Test
  void keepsTheIndexWhenTheOtherCorpusHasAnError() throws IOException {
    PoemIndex.inFolder(folder, Corpora.small()).close();
    Map<Path, FileTime> before = times();

    assertThatIOException()
        .isThrownBy(() -> PoemIndex.inFolder(folder, Corpora.of("{")))
        .isInstanceOf(PoemCorpusException.class);
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void anOpenIndexKeepsItsPoemsWhileItsFolderIsBuiltAnew() throws IOException {
    try (PoemIndex index = PoemIndex.inFolder(folder, Corpora.small())) {
      PoemIndex.inFolder(folder, Corpora.of(CorpusRow.write(Corpora.OTHER))).close();

      assertThat(index.find("sea_lady", 1)).contains(Corpora.TIDES);
    }
  }

  @Test
  void takesWhatACrashBeforeTheFirstCommitLeft() throws IOException {
    Files.createFile(folder.resolve(IndexWriter.WRITE_LOCK_NAME));
    Files.writeString(folder.resolve("pending_segments_1"), "half");
    Files.writeString(folder.resolve("_0.cfs"), "half");

    try (PoemIndex index = PoemIndex.inFolder(folder, Corpora.small())) {
      assertThat(index.find("sea_lady", 1)).contains(Corpora.TIDES);
    }
  }

  @Test
  void passesOverWhatFileSystemsAndDesktopsLeave() throws IOException {
    Files.createDirectory(folder.resolve("lost+found"));
    Files.writeString(folder.resolve(".DS_Store"), "");
    Files.writeString(folder.resolve(".nfs000000000001"), "");

    try (PoemIndex index = PoemIndex.inFolder(folder, Corpora.small())) {
      assertThat(index.find("sea_lady", 1)).contains(Corpora.TIDES);
    }
  }

  @Test
  void saysWhatToDoWhenTheFolderCannotBeWritten() {
    // Nobody may make a folder there, root neither.
    Path nowhere = Path.of("/proc/tidings-index");

    assertThatIOException()
        .isThrownBy(() -> PoemIndex.inFolder(nowhere, Corpora.small()))
        .withMessageContaining("/proc/tidings-index cannot be written")
        .withMessageContaining("give a folder that can be");
  }

  @Test
  void takesAFolderWithOnlyALeftOverLock() throws IOException {
    Files.createFile(folder.resolve(IndexWriter.WRITE_LOCK_NAME));

    try (PoemIndex index = PoemIndex.inFolder(folder, Corpora.small())) {
      assertThat(index.find("sea_lady", 1)).isPresent();
    }
  }

  @Test
  void refusesAFolderOfOtherFilesAndLeavesThem() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "mine");

    assertThatIOException()
        .isThrownBy(() -> PoemIndex.inFolder(folder, Corpora.small()))
        .withMessageContaining(folder.toString())
        .withMessageContaining("give an empty folder");
    assertThat(times().keySet()).containsExactly(folder.resolve("thesis.txt"));
  }

  @Test
  void refusesALuceneIndexThatIsNotOurs() throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(new Document());
    }
    Map<Path, FileTime> before = times();

    assertThatIOException()
        .isThrownBy(() -> PoemIndex.inFolder(folder, Corpora.small()))
        .withMessageContaining("no Tidings index; give an empty folder");
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatIOException()
        .isThrownBy(() -> PoemIndex.inFolder(file, Corpora.small()))
        .withMessageContaining("is a file; give a folder");
  }

  @Test
  void saysWhatToDoWhileAnotherProgramWrites() throws IOException {
    PoemIndex.inFolder(folder, Corpora.small()).close();
    try (Directory directory = FSDirectory.open(folder);
        Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      PoemIndex.inFolder(folder, Corpora.small()).close();
      assertThatIOException()
          .isThrownBy(() -> PoemIndex.inFolder(folder, Corpora.of(CorpusRow.write(Corpora.OTHER))))
          .withMessageContaining("another program is writing");
      lock.ensureValid();
    }
  }

  @Test
  void findsEveryDamagedByteWhenItIsOpened() throws IOException {
    PoemIndex.inFolder(folder, Corpora.small()).close();
    for (Path file : List.copyOf(times().keySet())) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < whole.length; i += 7) {
        byte[] damaged = whole.clone();
        damaged[i] ^= 0x55;
        Files.write(file, damaged);
        assertThatIOException()
            .as("%s byte %d", file.getFileName(), i)
            .isThrownBy(() -> PoemIndex.inFolder(folder, Corpora.small()))
            .withMessageContaining("damaged")
            .withMessageContaining("delete the folder");
      }
      Files.write(file, whole);
    }
  }

  @Test
  void refusesAnIndexThatMissesAFile() throws IOException {
    PoemIndex.inFolder(folder, Corpora.small()).close();
    Path segment =
        times().keySet().stream()
            .filter(file -> file.getFileName().toString().endsWith(".cfs"))
            .findFirst()
            .orElseThrow();
    Files.delete(segment);

    assertThatIOException()
        .isThrownBy(() -> PoemIndex.inFolder(folder, Corpora.small()))
        .withMessageContaining("delete the folder");
  }

  private Map<Path, FileTime> times() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }
}
