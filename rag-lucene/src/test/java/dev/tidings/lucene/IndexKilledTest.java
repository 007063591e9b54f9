package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that changes an index, at random steps of its work: {@code -Dtidings.kills=50}
 * for more than the dozen of every build.
 */
class IndexKilledTest {
  private static final int KILLS = Integer.getInteger("tidings.kills", 12);

  @TempDir Path folder;

  @Test
  void aCrashAtAnyMomentLeavesTheOldIndexOrTheNewOne() throws Exception {
    LuceneIndex.inFolder(folder, ChangingIndex.source("b", () -> {})).close();
    Random random = new Random(KILLS);
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(1 + random.nextInt(4 * ChangingIndex.ENTRIES));

      String version = wholeVersion();
      // What is there is opened as it is: no crash makes the next process build again or refuse.
      try (LuceneIndex index = LuceneIndex.inFolder(folder, refusing(version))) {
        assertThat(index.find("set", "7").orElseThrow().text()).isEqualTo(version + "7");
        assertThat(index.collections()).containsEntry("set", ChangingIndex.ENTRIES);
        index.put(List.of(Entry.of("more", "kill", "kill " + kill, version)));
        assertThat(index.find("more", "kill")).isPresent();
        index.delete("more", "kill");
      }
    }
  }

  private void runAndKill(int steps) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                ChangingIndex.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream said = process.getInputStream()) {
      for (int i = 0; i < steps; i++) {
        assertThat(said.read()).as("the process ended by itself").isNotNegative();
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private String wholeVersion() throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      try (CheckIndex check = new CheckIndex(directory)) {
        assertThat(check.checkIndex().clean).isTrue();
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        String fingerprint =
            IndexMark.fromCommit(reader.getIndexCommit().getUserData())
                .map(IndexMark::fingerprint)
                .orElseThrow();
        assertThat(fingerprint).isIn(IndexMark.fingerprint("a"), IndexMark.fingerprint("b"));
        assertThat(reader.numDocs()).isBetween(ChangingIndex.ENTRIES, ChangingIndex.ENTRIES + 1);
        return fingerprint.substring(fingerprint.length() - 1);
      }
    }
  }

  /** A source with a fingerprint, which must not be read. */
  private static EntrySource refusing(String fingerprint) {
    return new EntrySource() {
      @Override
      public String fingerprint() {
        return fingerprint;
      }

      @Override
      public void forEach(Taker taker) {
        throw new AssertionError("built anew: " + Map.of("version", fingerprint));
      }
    };
  }
}
