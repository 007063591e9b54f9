package dev.tidings.rag;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import java.time.Duration;

/** Tells that a model is tried again. */
final class ModelFacts {
  private ModelFacts() {}

  static void attempt(ProgressTracker tracker, ChatAttempt attempt) {
    tracker.note(
        Message.of("llm.attempt", attempt.number(), attempt.of(), seconds(attempt.delay())));
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
