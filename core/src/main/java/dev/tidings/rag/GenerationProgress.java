package dev.tidings.rag;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import java.util.Set;

/**
 * Reports what a model does, and gathers what it writes. While it writes, the percent follows the
 * share of the expected length that is there, faster in the first half: the first half of an answer
 * tells more than the second.
 *
 * <p>Of an agent, nobody knows how many rounds there will be. Each that writes nothing takes half
 * of what is left before the first content, so that no number of them fills it; and no round but
 * the last is told as the end of the answer.
 */
final class GenerationProgress implements ChatListener {
  private static final Set<String> ASKS_FOR_TOOLS = Set.of("tool_calls", "function_call");

  private final ProgressTracker tracker;
  private final RagQuery.Delivery delivery;
  private final int expectedLength;
  private final ModelFacts facts;
  private final StringBuilder response = new StringBuilder();
  private int sentShare = StepShares.SENT;
  private boolean sent;
  private boolean waiting;
  private boolean toolCalled;
  private boolean finished;
  private int percent;

  GenerationProgress(ProgressTracker tracker, RagQuery.Delivery delivery, int expectedLength) {
    this.tracker = tracker;
    this.delivery = delivery;
    this.expectedLength = expectedLength;
    this.facts = new ModelFacts(tracker);
  }

  String response() {
    return response.toString();
  }

  @Override
  public void sent() {
    if (sent) {
      sentShare += (StepShares.FIRST_CONTENT - sentShare) / 2;
    }
    sent = true;
    waiting = false;
    toolCalled = false;
    update(percent(sentShare), "llm.sent");
  }

  @Override
  public void attempt(ChatAttempt attempt) {
    ModelFacts.attempt(tracker, attempt);
    waiting = sent;
  }

  /** What people read last is that the model is waited for; a sign of life makes that untrue. */
  private void lives() {
    if (waiting) {
      waiting = false;
      tracker.note(Message.of("llm.sent"));
    }
  }

  @Override
  public void reasoning(String text) {
    lives();
    facts.reasoning(text);
  }

  @Override
  public void toolCall(ChatToolCall call) {
    toolCalled = true;
    lives();
    facts.toolCall(call);
  }

  @Override
  public void content(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (response.isEmpty()) {
      percent = percent(StepShares.FIRST_CONTENT);
      update(percent, "llm.first_content");
    }
    waiting = false;
    response.append(text);
    if (delivery == RagQuery.Delivery.STREAMED) {
      tracker.token(text);
    }
    int reached = percentAt((double) response.length() / expectedLength);
    if (reached > percent) {
      percent = reached;
      update(percent, "llm.writing");
    }
  }

  int percentAt(double written) {
    int half = percent(StepShares.HALF_WRITTEN);
    if (written < 0.5) {
      int begin = percent(StepShares.WRITING);
      return begin + (int) (2 * written * (half - begin));
    }
    int all = percent(StepShares.WRITTEN);
    return Math.min(all, half + (int) ((2 * written - 1) * (all - half)));
  }

  @Override
  public void finished(String finishReason) {
    boolean last = !toolCalled && !response.isEmpty() && !ASKS_FOR_TOOLS.contains(finishReason);
    if (last) {
      finish();
    }
  }

  /** The model has returned: whatever round was the last, it is over. */
  void returned() {
    if (!finished) {
      finish();
    }
  }

  private void finish() {
    finished = true;
    update(percent(StepShares.FINISHED), "llm.finished");
  }

  private int percent(int share) {
    return StepShares.percent(tracker.stages(), Stage.GENERATING_LLM, share);
  }

  private void update(int reached, String key) {
    tracker.update(Stage.GENERATING_LLM, reached, Message.of(key));
  }
}
