package dev.tidings.internal.task;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.StageProgress;

/** Turns a share of a stage into a percent of the whole. */
final class StageShare implements StageProgress {
  private final ProgressTracker tracker;
  private final Stage stage;
  private final Message defaultMessage;

  StageShare(ProgressTracker tracker, Stage stage, Message defaultMessage) {
    this.tracker = tracker;
    this.stage = stage;
    this.defaultMessage = defaultMessage;
  }

  @Override
  public void advance(long done, long expected) {
    advance(done, expected, defaultMessage);
  }

  @Override
  public void advance(long done, long expected, Message message) {
    tracker.update(stage, tracker.stages().percent(stage, done, expected), message);
  }

  @Override
  public void close() {}
}
