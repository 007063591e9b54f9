package dev.tidings.testkit.simulation;

import static dev.tidings.testkit.simulation.Told.require;

import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.testkit.journal.LoopStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One task of one worker's process, watched from there and from another: what is said, who ends it,
 * what goes wrong and when, is the seed's. In the end a third process reads what there is.
 */
final class Scenario {
  private static final String ID = "t";
  private static final Message REASON = Message.text("no longer wanted");
  private static final long HORIZON_MILLIS = 90_000;
  private static final List<Stage> STAGES =
      List.of(Stage.PROCESSING, Stage.ANALYZING_RAG, Stage.GENERATING_LLM);

  /** What happens beside the work. */
  private enum Fate {
    NOTHING,
    CANCELLED,
    CANCELLED_HERE,
    DEADLINE,
    DEATH,
    CUT
  }

  private final World world;
  private final Fate fate;
  private final LoopStore store = LoopStore.create();
  private final SimulatedProcess worker;
  private final SimulatedProcess watcher;
  private final StringBuilder said = new StringBuilder();
  private final List<Fact> facts = new ArrayList<>();

  /** Decides on facts apart from the world, whose chances are those of the seeds that are known. */
  private final Random chosen;

  private final List<ProgressEvent> listened = new ArrayList<>();
  private final Told reader;
  private final Told readerHere;
  private List<ProgressEvent> keptAtTheEnd = List.of();
  private final int retained;
  private final int faults;
  private @Nullable ProgressTracker tracker;
  private boolean subscribed;
  private boolean stopped;
  private boolean completed;
  private boolean reaped;

  Scenario(long seed) {
    world = new World(seed);
    chosen = new Random(seed);
    fate = Fate.values()[world.below(Fate.values().length)];
    faults = world.chance(30) ? 0 : world.below(9);
    retained = world.chance(50) ? 4_096 : 1 << 24;
    int bound = world.chance(20) ? 4_096 : 1 << 20;
    reader = new Told(world);
    readerHere = new Told(world);
    worker = process("a", faults, bound);
    watcher = process("b", faults, bound);
  }

  private SimulatedProcess process(String name, int percent, int bound) {
    return new SimulatedProcess(
        world,
        store,
        name,
        percent,
        builder ->
            builder
                .retainedBytes(retained)
                .journalPatience(Duration.ofSeconds(5), bound, 8L * bound));
  }

  private static void ignore(Object result, @Nullable Throwable fault) {}

  /** Runs it, and checks what everybody saw; how it ended. */
  String run() {
    Task task = Task.create(ID).owner("somebody");
    long length = 20L + world.below(2_000);
    Task timed =
        fate == Fate.DEADLINE ? task.deadline(Duration.ofMillis(1 + world.below(2_000))) : task;
    worker.hub().startAsync(timed).whenComplete((started, fault) -> begin(started, length));
    if (fate == Fate.CUT) {
      long from = world.below((int) length);
      world.in(from, worker.journal()::cut);
      world.in(from + 1L + world.below(9_000), worker.journal()::heal);
    }
    if (fate == Fate.DEATH) {
      world.in(world.below((int) length + 50), worker::die);
    }
    for (int i = 0; i < 3; i++) {
      world.in(world.below(500), this::listen);
    }
    for (int i = world.below(12); i > 0; i--) {
      world.in(world.below(3_000), this::look);
      world.in(world.below(3_000), this::lookHere);
    }
    world.runUntil(20_000);
    if (worker.isDead()) {
      reaped = true;
      store.reap(world.clock(0).toEpochMilli());
    }
    world.runUntil(HORIZON_MILLIS);
    return check();
  }

  private void begin(@Nullable ProgressTracker started, long length) {
    if (started == null) {
      return;
    }
    tracker = started;
    started.cancellation().onRequested(() -> stopped = true);
    long at = 0;
    for (int words = world.below(80); words > 0 && at < length; words--) {
      at += world.below(60);
      boolean burst = world.chance(4);
      world.in(at, () -> say(started, burst));
    }
    long end = at + 1;
    boolean ends = fate == Fate.NOTHING || world.chance(50);
    int patient = fate == Fate.CUT ? 12_000 : 500;
    if (ends) {
      world.in(end, () -> complete(started));
    }
    if (fate == Fate.CANCELLED || !ends) {
      for (int i = 1 + world.below(2); i > 0; i--) {
        ProgressHub by = i == 1 ? watcher.hub() : worker.hub();
        world.in(
            world.below((int) length + patient),
            () -> by.cancel(ID, REASON).whenComplete(Scenario::ignore));
      }
    }
    if (fate == Fate.CANCELLED_HERE) {
      world.in(world.below((int) end), () -> cancelHere(started));
    }
  }

  private void say(ProgressTracker to, boolean burst) {
    if (worker.isDead()) {
      return;
    }
    for (int i = burst ? 150 : 1; i > 0; i--) {
      int what = world.below(10);
      boolean over = to.cancellation().requested();
      if (what < 6) {
        String text = (what == 0 ? "\uD83D\uDC09" : "w") + world.below(1_000) + " ";
        text = burst ? text.repeat(10) : text;
        to.token(text);
        said.append(over ? "" : text);
      } else if (what < 9) {
        to.update(STAGES.get(world.below(3)), world.below(101), Message.of("step", i));
      } else if (chosen.nextBoolean()) {
        tell(to);
      } else {
        to.note(Message.text("note"));
      }
    }
  }

  private void tell(ProgressTracker to) {
    Fact fact =
        Fact.of(
            "name_" + chosen.nextInt(5),
            Map.of("n", List.of(facts.size(), "\uDC09".repeat(chosen.nextInt(200)))));
    if (to.data(fact.name(), fact.values())) {
      facts.add(fact);
    }
  }

  private static List<Fact> factsOf(List<ProgressEvent> events) {
    return events.stream()
        .filter(Data.class::isInstance)
        .map(event -> ((Data) event).fact())
        .toList();
  }

  private void complete(ProgressTracker by) {
    if (!worker.isDead()) {
      completed = by.complete(TaskResult.of("done"));
      require(by.cancellation().requested(), "the work was not stopped at the decision", by);
    }
  }

  private void cancelHere(ProgressTracker by) {
    if (!worker.isDead()) {
      var unused = worker.hub().cancel(ID);
      require(by.cancellation().requested(), "the work was not stopped at the decision", by);
    }
  }

  private void listen() {
    watcher
        .hub()
        .findAsync(ID)
        .whenComplete((found, fault) -> subscribe(found == null ? Optional.empty() : found));
  }

  private void subscribe(Optional<TaskView> found) {
    if (!subscribed && found.isPresent()) {
      subscribed = true;
      found
          .get()
          .subscribe(
              Position.START,
              (task, event) -> {
                listened.add(event);
                keptAtTheEnd = event.terminal() ? read(task) : keptAtTheEnd;
              });
    }
  }

  private void lookHere() {
    if (tracker != null && !worker.isDead()) {
      readerHere.read(tracker.view());
    }
  }

  private void look() {
    watcher
        .hub()
        .findAsync(ID)
        .whenComplete(
            (found, fault) -> {
              if (found != null) {
                found.ifPresent(reader::read);
              }
            });
  }

  private static List<ProgressEvent> read(TaskView task) {
    return task.cursor(Position.START).read(Integer.MAX_VALUE);
  }

  private String check() {
    SimulatedProcess late = process("c", 0, 1 << 20);
    List<Optional<TaskView>> found = new ArrayList<>();
    late.hub().findAsync(ID).whenComplete((task, fault) -> found.add(task));
    world.runUntil(HORIZON_MILLIS + 3_000);
    require(found.size() == 1, "a find that was not answered", found);
    if (found.get(0).isEmpty()) {
      require(tracker == null, "a task is lost", ID);
      return "never began";
    }
    TaskView task = found.get(0).get();
    List<ProgressEvent> all = read(task);
    ProgressEvent end = all.get(all.size() - 1);
    require(end.terminal(), "there is no end", end);
    require(all.stream().filter(ProgressEvent::terminal).count() == 1, "several ends", all);
    require(said.toString().startsWith(task.snapshot().text()), "not what was said", said);
    List<Fact> told = factsOf(all);
    require(facts.size() >= told.size(), "more facts than were told", told);
    require(facts.subList(0, told.size()).equals(told), "not the facts that were told", told);
    checkWorker(task, all, end);
    checkWatcher(task, all);
    return end instanceof Failed failed ? failed.failure().code().wireName() : "completed";
  }

  private void checkWorker(TaskView task, List<ProgressEvent> all, ProgressEvent end) {
    if (tracker == null) {
      return;
    }
    List<ProgressEvent> own = read(tracker.view());
    if (worker.isDead()) {
      Told shown = new Told(world);
      shown.readToTheEnd(tracker.view());
      require(task.snapshot().text().startsWith(shown.text()), "shown and not true", own);
      return;
    }
    require(own.equals(all), "the worker's copy differs", own + "\n" + all);
    readerHere.readToTheEnd(tracker.view());
    readerHere.requireSame(task.snapshot());
    require(stopped, "the work was never stopped", end);
    if (end instanceof Completed) {
      require(completed, "completed by nobody", end);
      require(task.snapshot().text().contentEquals(said), "text is missing", all);
      require(factsOf(all).equals(facts), "facts are missing", all);
    }
    boolean cancelled = end instanceof Failed f && f.failure().code().equals(FailureCode.CANCELLED);
    require(
        !cancelled || fate == Fate.CANCELLED_HERE || reasonOf(end).equals(REASON),
        "another reason",
        end);
    boolean lost = end instanceof Failed f && f.failure().code().equals(FailureCode.TASK_LOST);
    require(!lost, "a living worker's task is lost", end);
  }

  private static Message reasonOf(ProgressEvent end) {
    return ((Failed) end).failure().message();
  }

  private void checkWatcher(TaskView task, List<ProgressEvent> all) {
    if (listened.isEmpty() && !reaped) {
      return;
    }
    boolean whole = retained > 4_096;
    require(
        keptAtTheEnd.isEmpty() || keptAtTheEnd.equals(all), "a copy was compacted otherwise", all);
    require(listened.isEmpty() || !whole || listened.equals(all), "a listener was told else", all);
    List<Optional<TaskView>> found = new ArrayList<>();
    watcher.hub().findAsync(ID).whenComplete((again, fault) -> found.add(again));
    world.runUntil(HORIZON_MILLIS + 8_000);
    if (found.get(0) != null) {
      TaskView again = found.get(0).orElseThrow();
      require(read(again).equals(all), "the watcher's copy differs", read(again) + "\n" + all);
      reader.readToTheEnd(again);
      require(reader.ended(), "a reader without an end", all);
      reader.requireSame(task.snapshot());
    }
  }
}
