package dev.tidings.rag;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;

/**
 * Reports what a model does, and gathers what it writes. While it writes, the percent goes from 76
 * to 91 with the share of the expected length that is there, 85 at half of it: the first half of an
 * answer tells more than the second.
 */
final class GenerationProgress implements ChatListener {
  private static final int SENT = 65;
  private static final int FIRST_CONTENT = 75;
  private static final int WRITING = 76;
  private static final int HALF = 85;
  private static final int WRITTEN = 91;
  private static final int FINISHED = 92;

  private final ProgressTracker tracker;
  private final RagQuery.Delivery delivery;
  private final int expectedLength;
  private final StringBuilder response = new StringBuilder();
  private int percent = FIRST_CONTENT;

  GenerationProgress(ProgressTracker tracker, RagQuery.Delivery delivery, int expectedLength) {
    this.tracker = tracker;
    this.delivery = delivery;
    this.expectedLength = expectedLength;
  }

  String response() {
    return response.toString();
  }

  @Override
  public void sent() {
    tracker.update(Stage.GENERATING_LLM, SENT, Message.of("llm.sent"));
  }

  @Override
  public void content(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (response.isEmpty()) {
      tracker.update(Stage.GENERATING_LLM, FIRST_CONTENT, Message.of("llm.first_content"));
    }
    response.append(text);
    if (delivery == RagQuery.Delivery.STREAMED) {
      tracker.token(text);
    }
    int reached = percentAt((double) response.length() / expectedLength);
    if (reached > percent) {
      percent = reached;
      tracker.update(Stage.GENERATING_LLM, percent, Message.of("llm.writing"));
    }
  }

  static int percentAt(double share) {
    return share < 0.5
        ? WRITING + (int) (2 * share * (HALF - WRITING))
        : Math.min(WRITTEN, HALF + (int) ((2 * share - 1) * (WRITTEN - HALF)));
  }

  @Override
  public void finished(String finishReason) {
    tracker.update(Stage.GENERATING_LLM, FINISHED, Message.of("llm.finished"));
  }
}
