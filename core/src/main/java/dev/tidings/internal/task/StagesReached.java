package dev.tidings.internal.task;

import dev.tidings.Stage;
import dev.tidings.TaskSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stages a task went through, when it entered each, and how far it came in it. Not thread-safe:
 * its {@link TaskState} guards it.
 *
 * <p>A step has two halves, so that an error for want of memory changes nothing: {@link #prepare}
 * makes what {@link #commit} then only puts in place.
 */
final class StagesReached {
  /** A stage that was left, and how long it took. */
  record Left(Stage stage, Duration spent) {}

  private static final class Reached {
    private final Stage stage;
    private final long sinceMillis;
    private int percent;

    Reached(Stage stage, long sinceMillis) {
      this.stage = stage;
      this.sinceMillis = sinceMillis;
    }
  }

  private final ArrayList<Reached> all = new ArrayList<>(6);
  private Reached last;
  private @Nullable Reached prepared;

  /** A task that is queued since then. */
  StagesReached(long createdMillis) {
    last = new Reached(Stage.QUEUED, createdMillis);
    all.add(last);
  }

  /** Makes ready for a step in that stage; what it leaves, or null if it is there already. */
  @SuppressWarnings("ReferenceEquality") // what does not match here is compared
  @Nullable Left prepare(Stage stage, long millis) {
    prepared = null;
    if (stage == last.stage || stage.equals(last.stage)) {
      return null;
    }
    Left left = new Left(last.stage, Duration.ofMillis(millis - last.sinceMillis));
    all.ensureCapacity(all.size() + 1);
    prepared = new Reached(stage, millis);
    return left;
  }

  /** Takes the step; never fails. */
  void commit(int percent) {
    if (prepared != null) {
      last = prepared;
      all.add(last);
      prepared = null;
    }
    last.percent = percent;
  }

  /** The stage the task is in. */
  Stage last() {
    return last.stage;
  }

  /** Each stage with the last percent in it, in order. */
  Map<Stage, Integer> percents() {
    Map<Stage, Integer> percents = new LinkedHashMap<>();
    all.forEach(reached -> percents.put(reached.stage, reached.percent));
    return percents;
  }

  /** How long everything took if the task, which has not completed yet, completes then. */
  TaskSummary summaryAt(long millis) {
    List<Stage> completed = new ArrayList<>();
    Map<Stage, Duration> durations = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Reached reached = all.get(i);
      long until = i + 1 < all.size() ? all.get(i + 1).sinceMillis : millis;
      durations.put(reached.stage, Duration.ofMillis(until - reached.sinceMillis));
      if (i > 0) {
        completed.add(reached.stage);
      }
    }
    completed.add(Stage.COMPLETED);
    long workBegan = all.size() > 1 ? all.get(1).sinceMillis : millis;
    return new TaskSummary(
        Duration.ofMillis(millis - all.get(0).sinceMillis),
        Duration.ofMillis(millis - workBegan),
        completed,
        durations);
  }
}
