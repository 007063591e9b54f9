package dev.tidings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * In a JVM of its own whose heap is full: wherever an allocation fails, a log stays whole, and its
 * task ends once.
 */
class NoMemoryTest {
  @Test
  void aLogStaysWholeAndEndsOnceWhereverAnAllocationFails() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Rounds.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), UTF_8);

    assertThat(jvm.waitFor(60, SECONDS)).isTrue();
    assertThat(said).contains("rounds 100");
    assertThat(said).as("allocations failed in tracker calls").doesNotContain("failures 0,");
    assertThat(jvm.exitValue()).as(said).isZero();
  }

  /** The other JVM's program. */
  static final class Rounds {
    private static final int ROUNDS = 100;
    private static final int WARM = 20;

    private final Random random = new Random(5);
    private final List<byte[]> ballast = new ArrayList<>(1 << 20);
    private int failures;

    public static void main(String[] arguments) {
      Rounds rounds = new Rounds();
      for (int i = 0; i < ROUNDS; i++) {
        rounds.round(i >= WARM);
      }
      System.out.println("failures " + rounds.failures + ", rounds " + ROUNDS);
    }

    private void fill() {
      for (int size = 4096; size >= 16; size /= 4) {
        try {
          while (true) {
            ballast.add(new byte[size]);
          }
        } catch (OutOfMemoryError full) {
          // As it was meant to be.
        }
      }
      for (int i = random.nextInt(12); i > 0; i--) {
        ballast.remove(ballast.size() - 1);
      }
    }

    /** One task; what it needs for the first time it needs before the heap is full. */
    private void round(boolean fills) {
      ProgressHub hub = ProgressHub.builder().executor(Runnable::run).retainedBytes(4096).build();
      ProgressTracker task = hub.start(Task.create("t"));
      Message message = Message.of("step");
      Map<String, Object> data = Map.of("n", List.of(1, "two"));
      task.data("name", data);
      TaskFailure failure = TaskFailure.of(FailureCode.INTERNAL);
      TaskResult result = TaskResult.of("done");
      String text = "text of some length ".repeat(random.nextInt(200));
      boolean succeeds = random.nextBoolean();
      for (int i = random.nextInt(90); i > 0; i--) {
        task.token("before ");
      }
      if (fills) {
        fill();
      }
      for (int i = 0; i < 12; i++) {
        try {
          task.update(Stage.GENERATING_LLM, i, message);
        } catch (OutOfMemoryError noMemory) {
          failures++;
        }
        try {
          task.data("name", data);
        } catch (OutOfMemoryError noMemory) {
          failures++;
        }
        try {
          task.token(text);
        } catch (OutOfMemoryError noMemory) {
          failures++;
        }
      }
      try {
        end(task, succeeds, result, failure);
      } catch (OutOfMemoryError noMemory) {
        failures++;
      }
      ballast.clear();
      end(task, succeeds, result, failure);
      check(task.view());
      hub.close();
    }

    private static void end(
        ProgressTracker task, boolean succeeds, TaskResult result, TaskFailure failure) {
      boolean unused = succeeds ? task.complete(result) : task.fail(failure);
    }

    private static void check(TaskView task) {
      List<ProgressEvent> events = task.cursor(Position.START).read(100_000);
      ProgressEvent last = events.get(events.size() - 1);
      long ends = events.stream().filter(ProgressEvent::terminal).count();
      int percent = 0;
      int offset = -1;
      for (ProgressEvent event : events) {
        if (event instanceof ProgressEvent.Progress progress) {
          require(progress.percent() >= percent, "percent went down");
          percent = progress.percent();
        } else if (event instanceof ProgressEvent.Text piece) {
          require(offset < 0 || piece.offset() == offset, "a hole in the text");
          offset = piece.offset() + piece.text().length();
        }
      }
      require(ends == 1 && last.terminal(), "ends: " + ends);
      require(
          percent < 100 || last instanceof ProgressEvent.Completed, "100 without success: " + last);
      require(last.sequence() == task.terminalSequence(), "the end is not where it is said to be");
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new AssertionError(what);
      }
    }
  }
}
