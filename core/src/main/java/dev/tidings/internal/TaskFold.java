package dev.tidings.internal;

import dev.tidings.Message;
import dev.tidings.Outcome;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a task's events add up to: stage, percent, and when each stage began. It keeps what a log
 * may drop. Not thread-safe: its {@link TaskRecord} guards it.
 */
final class TaskFold {
  private static final long NOT_REACHED = Long.MIN_VALUE;

  private final StageModel model;
  private final long[] enteredNanos;
  private final byte[] percents;
  private int ordinal;
  private int percent;
  private int updates;
  private @Nullable Message message;

  TaskFold(StageModel model, long nowNanos) {
    this.model = model;
    this.enteredNanos = new long[model.stages().size()];
    this.percents = new byte[enteredNanos.length];
    Arrays.fill(enteredNanos, NOT_REACHED);
    enteredNanos[0] = nowNanos;
  }

  /** Takes in a progress report that is where the task already is, or beyond it. Never fails. */
  void advance(int newOrdinal, int newPercent, Message newMessage, long nowNanos) {
    if (newOrdinal > ordinal) {
      ordinal = newOrdinal;
      enteredNanos[ordinal] = nowNanos;
    }
    percent = newPercent;
    percents[ordinal] = (byte) percent;
    message = newMessage;
    updates++;
  }

  Stage stage() {
    return model.stages().get(ordinal);
  }

  int ordinal() {
    return ordinal;
  }

  int percent() {
    return percent;
  }

  int updates() {
    return updates;
  }

  long stageEnteredNanos() {
    return enteredNanos[ordinal];
  }

  TaskSnapshot snapshot(
      long sequence, Supplier<String> text, @Nullable Outcome endedAs, long nowNanos) {
    Map<Stage, Integer> stages = new LinkedHashMap<>();
    for (int i = 0; i <= ordinal; i++) {
      if (enteredNanos[i] != NOT_REACHED) {
        stages.put(model.stages().get(i), (int) percents[i]);
      }
    }
    return new TaskSnapshot(
        sequence,
        stage(),
        percent,
        message,
        stages,
        text,
        endedAs,
        Duration.ofNanos(nowNanos - enteredNanos[0]));
  }

  /** How long everything takes if the task reaches its last stage, which it has not, now. */
  TaskSummary summaryAt(long nowNanos) {
    List<Stage> completed = new ArrayList<>(List.of(Stage.COMPLETED));
    Map<Stage, Duration> durations = new LinkedHashMap<>();
    long workBegan = nowNanos;
    long end = nowNanos;
    for (int i = ordinal; i >= 0; i--) {
      if (enteredNanos[i] != NOT_REACHED) {
        Stage stage = model.stages().get(i);
        if (i > 0) {
          completed.add(0, stage);
          workBegan = enteredNanos[i];
        }
        durations.put(stage, Duration.ofNanos(end - enteredNanos[i]));
        end = enteredNanos[i];
      }
    }
    return new TaskSummary(
        Duration.ofNanos(nowNanos - enteredNanos[0]),
        Duration.ofNanos(nowNanos - workBegan),
        completed,
        inOrder(durations));
  }

  private Map<Stage, Duration> inOrder(Map<Stage, Duration> backwards) {
    Map<Stage, Duration> forwards = new LinkedHashMap<>();
    for (Stage stage : model.stages()) {
      Duration duration = backwards.get(stage);
      if (duration != null) {
        forwards.put(stage, duration);
      }
    }
    return forwards;
  }
}
