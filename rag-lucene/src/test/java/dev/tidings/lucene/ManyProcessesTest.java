package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {
  private static final int PROCESSES = 3;

  @TempDir Path folder;

  @Test
  void processesThatStartAtOnceWaitForTheOneThatBuilds() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Opening.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start());
    }
    int built = 0;
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).contains("found 300");
      built += said.contains("....") ? 1 : 0;
    }
    assertThat(built).isEqualTo(1);
  }

  /** One of the processes. */
  static final class Opening {
    private Opening() {}

    public static void main(String[] args) throws Exception {
      try (LuceneIndex index =
          LuceneIndex.inFolder(
              Path.of(args[0]), ChangingIndex.source("a", () -> ChangingIndex.said('.')))) {
        System.out.println("found " + index.collections().get("set"));
      }
    }
  }
}
