package dev.tidings;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The stages a task goes through, in order, each with its share of the whole. {@link Stage#QUEUED}
 * is always first and {@link Stage#COMPLETED} always last; neither has a share. It is immutable.
 */
public final class StageModel {
  private static final StageModel RAG_LLM =
      builder()
          .stage(Stage.PROCESSING, 10)
          .stage(Stage.ANALYZING_RAG, 50)
          .stage(Stage.GENERATING_LLM, 40)
          .build();

  private final List<Stage> stages;
  private final int[] starts;

  private StageModel(List<Stage> stages, int[] starts) {
    this.stages = List.copyOf(stages);
    this.starts = starts;
  }

  /**
   * The stages of a question: queued, processing (10 %), analyzing_rag (50 %), generating_llm (40
   * %), completed.
   */
  public static StageModel ragLlm() {
    return RAG_LLM;
  }

  /** A new, empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** All stages in order, from queued to completed. */
  public List<Stage> stages() {
    return stages;
  }

  /**
   * Where the stage stands in the order, from 0 for queued.
   *
   * @throws IllegalArgumentException if the model does not have the stage
   */
  @SuppressWarnings("ReferenceEquality") // what does not match here is compared below
  public int ordinal(Stage stage) {
    // Nearly always one of the constants that the model was made of: no need to compare names.
    for (int i = 0; i < starts.length - 1; i++) {
      if (stages.get(i) == stage) {
        return i;
      }
    }
    for (int i = 0; i < starts.length - 1; i++) {
      if (stages.get(i).equals(stage)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "stage '" + stage + "' is not in this task's model " + stages + "; add it to the builder");
  }

  /**
   * The percent of the whole task at which the stage begins, 0 to 100.
   *
   * @throws IllegalArgumentException if the model does not have the stage
   */
  public int start(Stage stage) {
    return starts[ordinal(stage)];
  }

  /**
   * The percent of the whole task at which the stage ends, 0 to 100.
   *
   * @throws IllegalArgumentException if the model does not have the stage
   */
  public int end(Stage stage) {
    return starts[ordinal(stage) + 1];
  }

  /**
   * The percent of the whole task at which a share of the stage is done, rounded down.
   *
   * @param done units of work done, at least 0; more than expected counts as all of them
   * @param expected units of work expected in all, at least 1
   * @throws IllegalArgumentException if out of range, or the model does not have the stage
   */
  public int percent(Stage stage, long done, long expected) {
    if (done < 0 || expected < 1) {
      throw new IllegalArgumentException(
          "done " + done + " must be at least 0 and expected " + expected + " at least 1");
    }
    int ordinal = ordinal(stage);
    int start = starts[ordinal];
    int width = starts[ordinal + 1] - start;
    return done >= expected
        ? start + width
        : start + (int) Math.floor((double) width * done / expected);
  }

  @Override
  public String toString() {
    return "StageModel" + stages;
  }

  /** A builder collects the stages between queued and completed. It is not thread-safe. */
  public static final class Builder {
    private final List<Stage> stages = new ArrayList<>(List.of(Stage.QUEUED));
    private final List<Integer> starts = new ArrayList<>(List.of(0));
    private int total;

    private Builder() {}

    /**
     * The builder adds the next stage.
     *
     * @param share its part of the whole in percent, 0 to 100; all shares add up to 100
     * @throws IllegalArgumentException if the share is out of range, the total passes 100, or the
     *     stage is there already
     */
    @CanIgnoreReturnValue
    public Builder stage(Stage stage, int share) {
      Objects.requireNonNull(stage, "stage");
      if (share < 0 || share > 100 - total) {
        throw new IllegalArgumentException(
            "share " + share + " of stage '" + stage + "' makes the total leave 0 to 100");
      }
      if (stages.contains(stage) || stage.equals(Stage.COMPLETED)) {
        throw new IllegalArgumentException("stage '" + stage + "' is in the model already");
      }
      stages.add(stage);
      starts.add(total);
      total += share;
      return this;
    }

    /** The builder adds the next stage by name; see {@link #stage(Stage, int)}. */
    @CanIgnoreReturnValue
    public Builder stage(String name, int share) {
      return stage(Stage.of(name), share);
    }

    /**
     * A model of these stages.
     *
     * @throws IllegalStateException if there is no stage or the shares do not add up to 100
     */
    public StageModel build() {
      if (total != 100) {
        throw new IllegalStateException(
            "the shares of " + stages + " add up to " + total + ", they must add up to 100");
      }
      List<Stage> all = new ArrayList<>(stages);
      all.add(Stage.COMPLETED);
      int[] marks = new int[all.size() + 1];
      for (int i = 0; i < starts.size(); i++) {
        marks[i] = starts.get(i);
      }
      marks[all.size() - 1] = 100;
      marks[all.size()] = 100;
      return new StageModel(all, marks);
    }
  }
}
