package dev.tidings.rag;

import static dev.tidings.rag.RagFixture.pipeline;
import static dev.tidings.rag.RagFixture.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskView;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, whose heap has no room for the text so far once more. */
class NoMemoryForTheTextTest {
  @Test
  void aTaskWhoseTextDoesNotFitIntoTheHeapAgainEndsAllTheSame() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Question.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), UTF_8);

    assertThat(jvm.waitFor(60, SECONDS)).isTrue();
    assertThat(said.strip()).isEqualTo("The process lacked memory; the task has failed");
  }

  /** The other JVM's program. */
  static final class Question {
    private static final int PIECES = 1_000;
    private static final int BLOCK = 64 * 1024;

    public static void main(String[] arguments) {
      ProgressHub hub = ProgressHub.builder().executor(Runnable::run).build();
      ProgressTracker tracker = hub.start(Task.create("t"));
      Deque<byte[]> ballast = new ArrayDeque<>(1_000);
      String rethrown = "Nothing was thrown";
      try {
        pipeline(
                new ScriptedRetriever(1.0),
                (request, listener, cancellation) -> {
                  for (int i = 0; i < PIECES; i++) {
                    listener.content("籤".repeat(1_000));
                  }
                  while (true) {
                    ballast.add(new byte[BLOCK]);
                  }
                })
            .build()
            .run(tracker, query());
      } catch (OutOfMemoryError noMemory) {
        rethrown = "The process lacked memory";
      }
      while (!ballast.isEmpty()) {
        ballast.remove();
      }
      System.out.println(rethrown + "; the task " + end(tracker.view()));
      hub.close();
    }

    private static String end(TaskView task) {
      return task.snapshot()
          .outcome()
          .map(outcome -> "has " + outcome.wireName())
          .orElse("goes on");
    }
  }
}
