package dev.tidings.internal.task;

import dev.tidings.FailureCode;
import dev.tidings.HubFullException;
import dev.tidings.HubObserver;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.Registration;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.internal.run.Line;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Has a model checker try the interleavings of the races that a lost call would come from. */
class InterleavingTest {
  private static final int INVOCATIONS = Integer.getInteger("tidings.invocations", 100);

  private static final ManualClock TIME = new ManualClock();
  private static final ManualScheduler SCHEDULER = new ManualScheduler(TIME);
  private static final Task TASK = Task.create("t");
  private static final Task OF_ONE = Task.create("a").owner("one");
  private static final Task OF_TWO = Task.create("b").owner("two");
  private static final HubContext HUB = Contexts.inline(TIME, SCHEDULER, 4096);

  private static final TaskFailure FAILURE = TaskFailure.of(FailureCode.INTERNAL);

  /** Tasks of a hub with room for so many of them. */
  private static RetainedTasks room(int tasks) {
    return new RetainedTasks(
        TIME, HubObserver.none(), new RetainedTasks.Limits(Duration.ofDays(1), tasks, 100_000));
  }

  private static LiveTask live(Task task) {
    return new LiveTask(HUB, task, "e1");
  }

  private static int started(RetainedTasks tasks, LiveTask task) {
    try {
      return tasks.add(task) ? 1 : 0;
    } catch (HubFullException full) {
      return 0;
    }
  }

  private static void together(Runnable one, Runnable two) {
    Thread other = new Thread(two);
    other.start();
    one.run();
    try {
      other.join();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  @Test
  void anActionThatRacesWithTheRequestRunsExactlyOnce() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          CancellationSource source = new CancellationSource();
          AtomicInteger runs = new AtomicInteger();
          together(source::request, () -> source.onRequested(runs::incrementAndGet));
          check(runs.get() == 1, "runs: " + runs.get());
        });
  }

  @Test
  void aWatcherThatRacesWithAnAppendIsWokenOrSeesIt() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Line line = Contexts.inlineLine(SCHEDULER);
          Watchers watchers = new Watchers(line);
          AtomicInteger appended = new AtomicInteger();
          AtomicInteger seen = new AtomicInteger();
          together(
              () -> {
                appended.incrementAndGet();
                watchers.wake();
              },
              () -> {
                Line.Turn reader = line.once(() -> seen.set(appended.get()));
                Registration unused = watchers.add(reader, () -> {});
                seen.accumulateAndGet(appended.get(), Math::max);
              });
          check(seen.get() == 1, "seen: " + seen.get());
        });
  }

  @Test
  void aSubscriptionThatRacesWithTheEndIsToldEverythingOnce() {
    Lincheck.runConcurrentTest(
        3 * INVOCATIONS,
        () -> {
          LiveTask task = new LiveTask(HUB, TASK, "e1");
          AtomicInteger told = new AtomicInteger();
          together(
              task::cancel,
              () -> {
                Registration unused =
                    task.subscribe(
                        Position.START,
                        (view, event) ->
                            check(told.incrementAndGet() == event.sequence(), "order"));
              });
          check(told.get() == 2, "told: " + told.get());
          check(task.subscribers() == 0, "subscribers: " + task.subscribers());
        });
  }

  @Test
  void ofTwoThreadsThatEndATaskOneDoesAndItsEventIsTheLast() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          LiveTask task = new LiveTask(HUB, TASK, "e1");
          AtomicInteger won = new AtomicInteger();
          together(
              () -> {
                task.token("a");
                won.addAndGet(task.fail(FAILURE) ? 1 : 0);
              },
              () -> {
                won.addAndGet(task.cancel() ? 1 : 0);
                task.token("b");
              });
          List<ProgressEvent> events = task.cursor(Position.START).read(9);
          ProgressEvent last = events.get(events.size() - 1);
          check(won.get() == 1, "won: " + won.get());
          check(last.terminal() && last.sequence() == task.terminalSequence(), "last: " + last);
        });
  }

  @Test
  void ofTwoThatStartForTheLastPlaceOneDoes() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          RetainedTasks tasks = room(1);
          AtomicInteger started = new AtomicInteger();
          together(
              () -> started.addAndGet(started(tasks, live(OF_ONE))),
              () -> started.addAndGet(started(tasks, live(OF_TWO))));
          check(started.get() == 1, "started: " + started.get());
          check(tasks.size() == 1 && tasks.owners() == 1, "size: " + tasks.size());
        });
  }

  @Test
  void whatIsCountedIsGivenBackWhateverGrowthEndAndEvictionRaceWith() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          RetainedTasks tasks = room(1);
          LiveTask task = live(OF_ONE);
          check(started(tasks, task) == 1, "the first");
          together(
              () -> {
                task.token("x".repeat(1_000));
                tasks.grown(task);
              },
              () -> {
                task.cancel();
                tasks.ended(task);
                check(started(tasks, live(OF_TWO)) == 1, "the second");
              });
          LiveTask last = tasks.all().get(0);
          check(tasks.size() == 1 && tasks.find("a").isEmpty(), "size: " + tasks.size());
          check(tasks.bytes() == last.bytes(), "bytes: " + tasks.bytes());
          check(tasks.owners() == 1, "owners: " + tasks.owners());
        });
  }

  @Test
  void whatTwoThreadsSayIsAllSentToTheJournal() {
    SharedLog.Limits limits = new SharedLog.Limits(Duration.ofSeconds(1), 1 << 20, 1 << 20);
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          CountingJournal journal = new CountingJournal();
          LiveTask task = new LiveTask(HUB, TASK, "e1", new SharedLog(journal, limits), "w1");
          together(() -> task.token("a"), () -> task.token("b"));
          check(journal.events() == 2, "events: " + journal.events());
        });
  }
}
