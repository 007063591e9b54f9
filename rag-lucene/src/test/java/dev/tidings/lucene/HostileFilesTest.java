package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files that would keep a reader waiting for ever, or fill its memory. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
  private static final String ENTRY = "{\"collection\":\"c\",\"id\":\"%s\",\"text\":\"t\"}\n";
  private static final String POEM =
      "{\"deity_id\":\"sea_lady\",\"number\":1,\"title\":\"題\",\"poem\":[\"一\"]}\n";

  @TempDir Path folder;

  @Test
  void aPipeIsRefusedAndNotWaitedFor() throws Exception {
    Path pipe = pipe("poems.jsonl");

    String refusal = pipe + " is no regular file but a folder, a pipe or a device; give a file";
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(pipe))
        .withMessageStartingWith(refusal);
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(folder))
        .withMessageStartingWith(refusal);
    assertThatIOException()
        .isThrownBy(() -> JsonLines.of(pipe).fingerprint())
        .withMessageStartingWith(pipe + ": is no regular file");
    assertThatIOException()
        .isThrownBy(() -> JsonLines.of(pipe).forEach(entry -> {}))
        .withMessageStartingWith(pipe + ": is no regular file");
  }

  @Test
  void aDeviceIsRefused() {
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(Path.of("/dev/zero")))
        .withMessageStartingWith("/dev/zero is no regular file");
  }

  @Test
  void aPipeAmongATemplesFilesIsToldAndTheRestIsRead() throws Exception {
    Path file = Files.createDirectories(folder.resolve("GuanYu")).resolve("a_1.json");
    Files.writeString(file, "{\"id\":1,\"poem\":\"一\"}");
    pipe("GuanYu/a_2.json");
    large("GuanYu/a_3.json");

    FolderReading reading = EntryFolder.of(folder).read();

    assertThat(reading.entries()).extracting(Entry::id).containsExactly("1");
    assertThat(reading.problems())
        .extracting(problem -> problem.effect() + " " + problem.reason())
        .containsExactly(
            "LEFT_OUT is no regular file but a folder, a pipe or a device",
            "LEFT_OUT is larger than 1 MiB");
  }

  @Test
  void aFileOfGigabytesIsRefusedUnread() throws IOException {
    Path file = large("poems.jsonl");

    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(file))
        .withMessage(file + " is larger than 64 MiB; divide it, and give the folder of its parts");
  }

  @Test
  void aLineWithoutEndIsRefusedAndNeverHeld() throws IOException {
    Path file = folder.resolve("entries.jsonl");
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(ENTRY.formatted("before"));
      String blanks = " ".repeat(1 << 20);
      for (int i = 0; i < 40; i++) {
        out.write(blanks);
      }
      out.write('\n' + ENTRY.formatted("after"));
    }

    assertThatIOException()
        .isThrownBy(() -> JsonLines.of(file).forEach(entry -> {}))
        .withMessage(
            file
                + ", line 2: has more than 1048576 characters; put each entry on a line of its own,"
                + " or cut the text");
    List<ReadProblem> problems = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    JsonLines.of(file).leavingOut(problems::add).forEach(entries::add);
    assertThat(entries).extracting(Entry::id).containsExactly("before", "after");
    assertThat(problems).hasSize(1);
  }

  @Test
  void aPoemsLineThatIsTooLongIsRefused() throws IOException {
    Path file = folder.resolve("poems.jsonl");
    Files.writeString(file, POEM + POEM.replace("題", "題".repeat(400_000)));

    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(file).parse())
        .withMessageStartingWith(file + " line 2: has more than 1048576 bytes; put each poem");
  }

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** A file with a hole, which takes no room. */
  private Path large(String name) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
      empty.setLength(5L << 30);
    }
    return file;
  }
}
