package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.HubFullException;
import dev.tidings.ProgressHub;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Random schedules of a few owners in a small hub, held against a list that looks at all tasks each
 * time: what is evicted, in which order, what is refused, and what is counted.
 */
class RetentionModelTest {
  private static final Duration RETENTION = Duration.ofSeconds(30);

  /** What happens next. */
  private enum Kind {
    START,
    GROW,
    END,
    TIME
  }

  /** One step of a schedule; what the numbers mean depends on the kind. */
  private record Step(Kind kind, int who, int size) {}

  /** A task that the model knows. */
  private static final class Known {
    private final LiveTask task;
    private long bytes;
    private long ended;
    private long endedNanos;

    Known(LiveTask task) {
      this.task = task;
      this.bytes = task.bytes();
    }

    String owner() {
      return task.owner().orElse("nobody");
    }
  }

  /** The rules, word for word. */
  private static final class Model {
    private final int maxTasks;
    private final long maxBytes;
    private final List<Known> kept = new ArrayList<>();
    private final List<String> evicted = new ArrayList<>();
    private long ends;

    Model(int maxTasks, long maxBytes) {
      this.maxTasks = maxTasks;
      this.maxBytes = maxBytes;
    }

    List<Known> unfinished() {
      return kept.stream().filter(known -> known.ended == 0).toList();
    }

    long bytes() {
      return kept.stream().mapToLong(known -> known.bytes).sum();
    }

    boolean takes(long size) {
      long unfinishedBytes = unfinished().stream().mapToLong(known -> known.bytes).sum();
      return unfinished().size() + 1 <= maxTasks && unfinishedBytes + size <= maxBytes;
    }

    void expire(long now) {
      kept.stream()
          .filter(known -> known.ended > 0 && now - known.endedNanos >= RETENTION.toNanos())
          .sorted(Comparator.comparingLong(known -> known.ended))
          .toList()
          .forEach(this::evict);
    }

    void makeRoom() {
      while (kept.size() > maxTasks && loses(known -> 1)) {}
      while (bytes() > maxBytes && loses(known -> known.bytes)) {}
    }

    /** Of those who have a finished task the one who has most loses the oldest. */
    private boolean loses(ToLongFunction<Known> measure) {
      Optional<Known> loser =
          kept.stream()
              .filter(known -> known.ended > 0)
              .max(
                  Comparator.<Known>comparingLong(known -> has(known.owner(), measure))
                      .thenComparing(known -> known.ended, Comparator.reverseOrder()));
      loser.ifPresent(this::evict);
      return loser.isPresent();
    }

    private long has(String owner, ToLongFunction<Known> measure) {
      return kept.stream().filter(known -> known.owner().equals(owner)).mapToLong(measure).sum();
    }

    private void evict(Known known) {
      kept.remove(known);
      evicted.add(known.task.task().id());
    }
  }

  /** A hub, its model, and the steps both take. */
  private static final class Run {
    private final ManualHub parts = ManualHub.create();
    private final ProgressHub hub;
    private final Model model;
    private int started;

    Run(int maxTasks, int maxBytes) {
      hub = parts.builder().retention(RETENTION).maxTasks(maxTasks).maxBytes(maxBytes).build();
      model = new Model(maxTasks, maxBytes);
    }

    void take(Step step) {
      List<Known> unfinished = model.unfinished();
      if (step.kind == Kind.START) {
        start(step);
      } else if (step.kind == Kind.TIME) {
        parts.scheduler().advance(Duration.ofMillis(1_000 + step.size));
        // The sweep of each second.
        parts.executor().runAll();
        model.expire(parts.time().getAsLong());
      } else if (!unfinished.isEmpty()) {
        Known known = unfinished.get(step.who % unfinished.size());
        if (step.kind == Kind.GROW) {
          known.task.token("x".repeat(step.size));
        } else {
          end(known, step.size);
        }
        known.bytes = known.task.bytes();
        model.makeRoom();
      }
      check();
    }

    private void start(Step step) {
      Task plain = Task.create("t" + started++).attribute("a", "x".repeat(step.size % 2_000));
      Task task = step.who == 0 ? plain : plain.owner("owner" + step.who);
      model.expire(parts.time().getAsLong());
      HubContext context = Contexts.inline(parts.time(), parts.scheduler(), 64 * 1024);
      if (model.takes(new LiveTask(context, task, "e").bytes())) {
        model.kept.add(new Known((LiveTask) hub.start(task)));
        model.makeRoom();
      } else {
        assertThatThrownBy(() -> hub.start(task)).isInstanceOf(HubFullException.class);
      }
    }

    private void end(Known known, int size) {
      boolean unused =
          size % 2 == 0
              ? known.task.complete(TaskResult.of("x".repeat(size)))
              : known.task.cancel();
      known.ended = ++model.ends;
      known.endedNanos = parts.time().getAsLong();
    }

    private void check() {
      assertThat(parts.observer().evicted()).isEqualTo(model.evicted);
      assertThat(hub.size()).isEqualTo(model.kept.size());
      assertThat(hub.bytes()).isEqualTo(model.bytes());
      assertThat(model.kept)
          .allSatisfy(known -> assertThat(hub.find(known.task.task().id())).contains(known.task));
    }
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(5, Kind.START),
            Tuple.of(4, Kind.GROW),
            Tuple.of(4, Kind.END),
            Tuple.of(1, Kind.TIME));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 4),
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 300)),
                Tuple.of(1, Arbitraries.integers().between(0, 20_000))))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(120);
  }

  @Property(tries = 400)
  void whatGivesWayIsWhatTheRulesSay(
      @ForAll("schedules") List<Step> schedule,
      @ForAll @IntRange(min = 1, max = 20) int maxTasks,
      @ForAll @IntRange(min = 65_536, max = 150_000) int maxBytes) {
    Run run = new Run(maxTasks, maxBytes);

    schedule.forEach(run::take);

    run.model.unfinished().forEach(known -> run.end(known, 0));
    run.parts.time().advance(RETENTION);
    run.parts.scheduler().advance(Duration.ofSeconds(1));
    run.parts.executor().runAll();
    assertThat(run.hub.size()).isZero();
    assertThat(run.hub.bytes()).isZero();
  }
}
