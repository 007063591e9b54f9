package dev.tidings.sse.testing;

import dev.tidings.Confidence;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import java.util.List;

/** Whole runs of a task, for streams to show. */
public final class Stories {
  /** The answer of {@link #tell}. */
  public static final String ANSWER = "根據 籤詩🙏𝄞";

  private Stories() {}

  /** A run through every stage, with an answer in pieces, to success. */
  public static void tell(ProgressTracker task) {
    task.update(Stage.PROCESSING, 5, Message.of("rag.started"));
    task.update(Stage.ANALYZING_RAG, 25, Message.of("rag.resolving"));
    task.update(Stage.ANALYZING_RAG, 50, Message.text("found\nit"));
    task.update(Stage.GENERATING_LLM, 65, Message.of("llm.sent"));
    task.token("根據");
    task.token(" 籤");
    task.update(Stage.GENERATING_LLM, 85, Message.of("llm.writing"));
    task.token("詩\uD83D");
    task.token("\uDE4F");
    task.token("𝄞");
    task.complete(
        new TaskResult(ANSWER, new Confidence(70, "logprobs"), List.of(), null, "stop", null));
  }

  /** That many short pieces of an answer; returns what they add up to. */
  public static String write(ProgressTracker task, int pieces) {
    StringBuilder answer = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      String piece = "p" + i + ' ';
      task.token(piece);
      answer.append(piece);
    }
    return answer.toString();
  }
}
