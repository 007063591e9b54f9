package dev.tidings.rag;

import dev.tidings.Stage;
import dev.tidings.StageModel;

/**
 * How much of its stage is done at each step of a question, in thousandths. What percent of the
 * whole that is, the task's {@link StageModel} says; with {@link StageModel#ragLlm()} it is the
 * number beside each.
 */
final class StepShares {
  /** 5 %. */
  static final int STARTED = 500;

  /** 25 %. */
  static final int RESOLVING = 300;

  /** 35 %. */
  static final int SEARCHING = 500;

  /** 40 %. */
  static final int MATCHED = 600;

  /** 45 %. */
  static final int READING = 700;

  /** 50 %. */
  static final int FOUND = 800;

  /** 57 %. */
  static final int RERANKED = 950;

  /** 65 %. */
  static final int SENT = 125;

  /** 75 %. */
  static final int FIRST_CONTENT = 375;

  /** 76 %. */
  static final int WRITING = 400;

  /** 85 %. */
  static final int HALF_WRITTEN = 625;

  /** 91 %. */
  static final int WRITTEN = 775;

  /** 92 %. */
  static final int FINISHED = 800;

  private static final int WHOLE = 1000;

  private StepShares() {}

  static int percent(StageModel model, Stage stage, int share) {
    return model.percent(stage, share, WHOLE);
  }
}
