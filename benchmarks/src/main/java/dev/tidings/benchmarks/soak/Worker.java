package dev.tidings.benchmarks.soak;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import java.util.random.RandomGenerator;

/** A task's work at a random pace: some complete, some fail, some are cancelled while they run. */
final class Worker {
  private static final int TOKENS = 40;

  private final ProgressTracker tracker;
  private final RandomGenerator random;

  Worker(ProgressTracker tracker, RandomGenerator random) {
    this.tracker = tracker;
    this.random = random;
  }

  void work() throws InterruptedException {
    tracker.update(Stage.PROCESSING, 5, Message.of("rag.started"));
    pause();
    tracker.update(Stage.ANALYZING_RAG, 20, Message.text("looking the poem up"));
    pause();
    tracker.update(Stage.GENERATING_LLM, 40, Message.text("asking the model"));
    int fate = random.nextInt(10);
    StringBuilder answer = new StringBuilder();
    for (int i = 0; i < TOKENS; i++) {
      String token = i + "籤 ";
      answer.append(token);
      tracker.token(token);
      if (i == TOKENS / 2 && fate == 0) {
        tracker.fail(TaskFailure.of(FailureCode.LLM_UNAVAILABLE));
        return;
      }
      if (i == TOKENS / 2 && fate == 1) {
        tracker.cancel();
      }
      pause();
    }
    tracker.complete(TaskResult.of(answer.toString()));
  }

  private void pause() throws InterruptedException {
    Thread.sleep(random.nextInt(60));
  }
}
