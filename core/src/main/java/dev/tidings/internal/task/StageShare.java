package dev.tidings.internal.task;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.StageProgress;

/** Turns a share of a stage into a percent of the whole. */
final class StageShare implements StageProgress {
  private final ProgressTracker tracker;
  private final Stage stage;
  private final int start;
  private final int end;
  private final Message defaultMessage;

  StageShare(ProgressTracker tracker, StageModel model, Stage stage, Message defaultMessage) {
    this.tracker = tracker;
    this.stage = stage;
    this.start = model.start(stage);
    this.end = model.end(stage);
    this.defaultMessage = defaultMessage;
  }

  @Override
  public void advance(long done, long expected) {
    advance(done, expected, defaultMessage);
  }

  @Override
  public void advance(long done, long expected, Message message) {
    if (done < 0 || expected < 1) {
      throw new IllegalArgumentException(
          "done " + done + " must be at least 0 and expected " + expected + " at least 1");
    }
    double share = Math.min(1.0, (double) done / expected);
    tracker.update(stage, start + (int) ((end - start) * share), message);
  }

  @Override
  public void close() {}
}
