package dev.tidings.testkit.dialect;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What a worker does, by chance; the same for the same seed. */
final class Story {
  /** What encoders and parsers get wrong. */
  static final List<String> HARD =
      List.of(
          "\0",
          "\r",
          "\n",
          "\r\n",
          "\n\n",
          "\u2028",
          "\u2029",
          "\u0085",
          "\uFEFF",
          " ",
          "  x",
          "data: x",
          "id: 7",
          ":",
          "\"",
          "\\",
          "\\u0041",
          "</script>",
          "\uD83D\uDE4F",
          "\uD840\uDC00",
          "\u7C64",
          "\t",
          "\u007F",
          "\uFFFF",
          "e\u0301",
          "[DONE]",
          "{\"type\":1}");

  private static final List<Stage> STAGES =
      List.of(Stage.PROCESSING, Stage.ANALYZING_RAG, Stage.GENERATING_LLM);

  private final Random random;
  private final ProgressTracker task;
  private final StringBuilder text = new StringBuilder();
  private int stage;
  private int percent = 1;

  Story(Random random, ProgressTracker task) {
    this.random = random;
    this.task = task;
  }

  /** Any text of up to so many parts. */
  static String text(Random random, int mostParts) {
    StringBuilder all = new StringBuilder();
    for (int i = random.nextInt(mostParts + 1); i > 0; i--) {
      all.append(random.nextInt(3) == 0 ? "word " : HARD.get(random.nextInt(HARD.size())));
    }
    return all.toString();
  }

  /** One thing happens. */
  void goOn() {
    switch (random.nextInt(7)) {
      case 0 -> {
        stage = Math.min(STAGES.size() - 1, stage + random.nextInt(2));
        percent = Math.min(99, percent + random.nextInt(4));
        task.update(STAGES.get(stage), percent, Message.of("rag.started"));
      }
      case 1 -> task.note(Message.text(text(random, 3) + "."));
      case 2 -> task.data("sources", Map.of("titles", List.of(text(random, 3), percent)));
      default -> {
        String piece = text(random, 5);
        text.append(piece);
        task.token(piece);
      }
    }
  }

  /**
   * It ends, in any way.
   *
   * @return the whole answer; empty if there is none
   */
  Optional<String> end() {
    switch (random.nextInt(4)) {
      case 0 -> task.fail(TaskFailure.of(FailureCode.LLM_TRUNCATED));
      case 1 -> task.cancel();
      default -> {
        String answer = text.isEmpty() ? "not streamed" : text.toString();
        task.complete(TaskResult.of(answer));
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  /** The answer so far. */
  String text() {
    return text.toString();
  }
}
