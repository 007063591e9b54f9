package dev.tidings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In JVMs of their own: what a hub says that its tasks hold, and what they do hold. */
class RetainedHeapTest {
  /** What tasks do; each makes texts of its own. */
  enum Shape {
    IDLE {
      @Override
      void work(ProgressTracker task, int number) {}
    },
    QUICK {
      @Override
      void work(ProgressTracker task, int number) {
        task.update(Stage.PROCESSING, 5, Message.of("rag.started"));
        task.complete(TaskResult.of("A short answer to question " + number));
      }
    },
    STREAMED {
      @Override
      void work(ProgressTracker task, int number) {
        for (int i = 0; i < 80; i++) {
          task.token("根據籤詩第" + i + "句");
        }
        task.complete(answer("根據籤詩".repeat(150) + number));
      }
    },
    STREAMED_LATIN {
      @Override
      void work(ProgressTracker task, int number) {
        for (int i = 0; i < 80; i++) {
          task.token("piece " + i + " of an answer");
        }
        task.complete(answer("piece of an answer ".repeat(80) + number));
      }
    },
    REPORTED {
      @Override
      void work(ProgressTracker task, int number) {
        for (int i = 0; i < 60; i++) {
          task.update(Stage.ANALYZING_RAG, 5, Message.of("rag.reading", "第" + i + "籤", number));
        }
      }
    },
    DESCRIBED {
      @Override
      void work(ProgressTracker task, int number) {
        task.update(Stage.PROCESSING, 5, Message.text("讀第" + number + "籤".repeat(200)));
      }
    },
    TOLD {
      @Override
      void work(ProgressTracker task, int number) {
        task.data("sources", Map.of("sources", List.of(source(number), source(number + 1))));
        for (int i = 0; i < 4; i++) {
          task.data("tool_call", Map.of("id", "call_" + number + i, "length", 1_000 + i));
        }
      }

      private static Map<String, Object> source(int number) {
        return Map.of("title", "籤詩 " + number, "score", 0.5, "deity_id", "guan_yu" + number);
      }
    },
    FAILED {
      @Override
      void work(ProgressTracker task, int number) {
        for (int i = 0; i < 20; i++) {
          task.token("只聽耳邊消息到".repeat(20) + i);
        }
        task.fail(TaskFailure.of(FailureCode.LLM_TRUNCATED));
        readPartial(task.view());
      }
    };

    abstract void work(ProgressTracker task, int number);

    private static TaskResult answer(String text) {
      Source source =
          new Source("籤詩 " + text.length(), 0.5, Map.of("deity_id", "guan_yu", "n", 40));
      return new TaskResult(
          text, null, Collections.nCopies(1, source), "a model", "stop", new TokenUsage(1, 2, 3));
    }

    /** As an encoder does. */
    private static void readPartial(TaskView task) {
      List<ProgressEvent> events = task.cursor(Position.START).read(1_000);
      ProgressEvent.Failed end = (ProgressEvent.Failed) events.get(events.size() - 1);
      assertThat(end.failure().partialResponse()).isNotNull();
    }
  }

  private static String run(String heap, Class<?> program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
    command.addAll(List.of(arguments));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jvm.getInputStream().readAllBytes(), UTF_8);
    assertThat(jvm.waitFor(60, SECONDS)).isTrue();
    assertThat(jvm.exitValue()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @EnumSource
  void whatTasksHoldIsSaidWithinAFactorOfTwo(Shape shape) throws Exception {
    String[] figures = run("-Xmx400m", Measure.class, shape.name()).split("[ \n]", -1);
    double said = Double.parseDouble(figures[0]);
    double held = Double.parseDouble(figures[1]);

    assertThat(said / held).as("said %.0f, held %.0f", said, held).isBetween(0.9, 2.0);
  }

  @Test
  void aHubWithNothingButDefaultsOutlivesAFloodOfLongAnswers() throws Exception {
    assertThat(run("-Xmx64m", Flood.class)).contains("survived");
  }

  /** Says how much a hub says of a task, and how much it holds of heap, in bytes. */
  static final class Measure {
    private static final int TASKS = 4_000;

    private Measure() {}

    public static void main(String[] arguments) {
      Shape shape = Shape.valueOf(arguments[0]);
      ProgressHub hub =
          ProgressHub.builder().executor(Runnable::run).maxBytes(Long.MAX_VALUE).build();
      // What the first tasks load and make for all is not theirs.
      start(hub, shape, "warm", TASKS);
      long saidBefore = hub.bytes();
      long heldBefore = heap();

      start(hub, shape, "t", TASKS);

      System.out.println((hub.bytes() - saidBefore) / TASKS + " " + (heap() - heldBefore) / TASKS);
      hub.close();
    }

    private static void start(ProgressHub hub, Shape shape, String name, int tasks) {
      for (int i = 0; i < tasks; i++) {
        Task task =
            Task.create("task_" + name + i)
                .owner("user" + i)
                .attribute("deity_id", "guan_yu" + i)
                .attribute("fortune_number", i);
        shape.work(hub.start(task), i);
      }
    }

    private static long heap() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }

  /** Ten thousand answers, of far more than the heap in all. */
  static final class Flood {
    private Flood() {}

    public static void main(String[] arguments) {
      ProgressHub hub = ProgressHub.builder().executor(Runnable::run).build();
      for (int i = 0; i < 10_000; i++) {
        ProgressTracker task = hub.start(Task.create("t" + i).owner("user" + i % 100));
        String answer = "只聽耳邊消息到".repeat(1_000) + i;
        task.token(answer);
        task.complete(TaskResult.of(answer + '.'));
        if (hub.bytes() > hub.maxBytes()) {
          throw new AssertionError(hub.bytes() + " of " + hub.maxBytes());
        }
      }
      System.out.println("survived");
      hub.close();
    }
  }
}
