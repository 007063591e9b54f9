package dev.tidings.rag;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells what a model does that is neither progress nor answer: that it is tried again, that it
 * thinks, that it asks for a tool.
 */
final class ModelFacts {
  /** A model's own words, which it may make as long as it likes. */
  private static final int LONGEST_NAME = 200;

  private final ProgressTracker tracker;
  private final ReasoningGrowth reasoning = new ReasoningGrowth();

  ModelFacts(ProgressTracker tracker) {
    this.tracker = tracker;
  }

  /** People are told that the wait goes on, and why: the reason is the failure's code. */
  static void attempt(ProgressTracker tracker, ChatAttempt attempt) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("attempt", attempt.number());
    values.put("of", attempt.of());
    values.put("wait_ms", attempt.delay().toMillis());
    values.put("reason", attempt.code().wireName());
    tracker.data("attempt", values);
    tracker.note(
        Message.of("llm.attempt", attempt.number(), attempt.of(), seconds(attempt.delay())));
  }

  void reasoning(String text) {
    if (reasoning.grow(text.length())) {
      tracker.data("reasoning", Map.of("length", reasoning.length()));
    }
  }

  void toolCall(ChatToolCall call) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", cut(call.id()));
    values.put("name", cut(call.name()));
    values.put("state", call.state().wireName());
    tracker.data("tool_call", values);
  }

  private static String cut(String name) {
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    boolean pair = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1));
    return name.substring(0, pair ? LONGEST_NAME - 1 : LONGEST_NAME);
  }

  /** Tenths below ten seconds; rounded up, so that nobody is told of no wait where there is one. */
  private static Number seconds(Duration delay) {
    long tenths = (delay.toMillis() + 99) / 100;
    if (tenths >= 100 || tenths % 10 == 0) {
      return (tenths + 9) / 10;
    }
    return tenths / 10.0;
  }
}
