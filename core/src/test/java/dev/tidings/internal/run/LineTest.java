package dev.tidings.internal.run;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualExecutor;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
  private final ManualExecutor executor = new ManualExecutor();
  private final ManualScheduler scheduler = new ManualScheduler(new ManualClock());
  private final List<String> turns = new ArrayList<>();

  /** Work that wants so many turns each time it is asked, and says when it has one. */
  private final class Counted implements Line.Work {
    private final String name;
    private final int turnsWanted;
    private int left;

    Counted(String name, int turnsWanted) {
      this.name = name;
      this.turnsWanted = turnsWanted;
    }

    @Override
    public boolean turn() {
      turns.add(name);
      left = left == 0 ? turnsWanted - 1 : left - 1;
      return left > 0;
    }

    @Override
    public void failed(Throwable fault) {
      throw new AssertionError(fault);
    }
  }

  /** What is concurrent here runs once, or as often as asked for. */
  static IntStream rounds() {
    return IntStream.rangeClosed(1, Integer.getInteger("tidings.invocations", 1));
  }

  private Line line(int runs) {
    return new Line(executor, scheduler, runs, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void betweenTwoTurnsOfOneWorkEverythingThatWaitedHasHadOne(int runs) {
    Line line = line(runs);
    List<Line.Turn> asked = new ArrayList<>();
    asked.add(line.turn(new Counted("hot", 50)));
    for (int i = 0; i < 20; i++) {
      asked.add(line.turn(new Counted("quiet" + i, 3)));
    }
    asked.forEach(Line.Turn::ask);

    executor.runAll();

    Set<String> between = new HashSet<>();
    int hot = 0;
    for (String turn : turns) {
      if (!turn.equals("hot")) {
        between.add(turn);
      } else if (++hot > 1 && hot <= 4) {
        assertThat(between).as("before turn %s of the hot one", hot).hasSize(20);
        between.clear();
      }
    }
    assertThat(turns).hasSize(50 + 20 * 3);
  }

  @Test
  void manyWhoAskTogetherStandInLineInTheirOrder() {
    Line line = line(1);
    Line other = new Line(executor, scheduler, 1, 4);
    Line.Turn first = line.turn(new Counted("a", 1));
    first.ask();

    line.askAll(
        new Line.Turn[] {
          first,
          line.turn(new Counted("b", 1)),
          other.turn(new Counted("x", 1)),
          line.turn(new Counted("c", 1))
        });
    executor.runAll();

    assertThat(turns).filteredOn(turn -> !turn.equals("x")).containsExactly("a", "b", "c");
    assertThat(turns).contains("x");
  }

  @Test
  void anAskDuringATurnGivesAnother() {
    Line line = new Line(Runnable::run, scheduler, 1, 0);
    Line.Turn[] own = new Line.Turn[1];
    AtomicInteger given = new AtomicInteger();
    own[0] =
        line.once(
            () -> {
              if (given.incrementAndGet() < 3) {
                own[0].ask();
                own[0].ask();
              }
            });

    own[0].ask();

    assertThat(given).hasValue(3);
  }

  @Test
  void workThatThrowsIsToldOnceAndHasNoOtherTurn() {
    Line line = line(1);
    List<Throwable> told = new ArrayList<>();
    OutOfMemoryError fault = new OutOfMemoryError("made up");
    Line.Turn faulty =
        line.turn(
            new Line.Work() {
              @Override
              public boolean turn() {
                throw fault;
              }

              @Override
              public void failed(Throwable thrown) {
                told.add(thrown);
                throw new StackOverflowError("made up too");
              }
            });
    faulty.ask();
    line.turn(new Counted("other", 2)).ask();

    executor.runAll();
    faulty.ask();
    executor.runAll();

    assertThat(told).containsExactly(fault);
    assertThat(turns).containsExactly("other", "other");
  }

  /** Refuses so many calls in one of the ways of the world, then runs what it gets. */
  private static Executor refusing(AtomicInteger refusals, Throwable how, Executor then) {
    return action -> {
      if (refusals.getAndDecrement() > 0) {
        LineTest.<RuntimeException>sneak(how);
      }
      then.execute(action);
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable how) throws T {
    throw (T) how;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void anExecutorThatRefusesOrHasNoThreadLeftMakesNobodyDeaf(int times) {
    for (Throwable how :
        List.of(
            new RejectedExecutionException("full"),
            new OutOfMemoryError("unable to create native thread"))) {
      turns.clear();
      AtomicInteger refusals = new AtomicInteger(times);
      Line line = new Line(refusing(refusals, how, executor), scheduler, 2, 4);
      for (int i = 0; i < 50; i++) {
        line.turn(new Counted("work" + i, 1)).ask();
        assertThat(scheduler.waiting()).as("one look is due, however much waits").isOne();
      }
      assertThat(turns).isEmpty();

      scheduler.advance(Duration.ofMillis(50).multipliedBy(times));
      executor.runAll();

      assertThat(turns).hasSize(50).doesNotHaveDuplicates();
      assertThat(scheduler.waiting()).isZero();
    }
  }

  @Test
  void anExecutorThatDropsWhatItTookIsGivenAnotherRunByTheNextLooks() {
    AtomicInteger dropped = new AtomicInteger(5);
    Line line =
        new Line(
            action -> {
              if (dropped.getAndDecrement() <= 0) {
                executor.execute(action);
              }
            },
            scheduler,
            1,
            4);
    line.turn(new Counted("work", 1)).ask();
    for (int look = 0; look < 6; look++) {
      line.look();
    }
    executor.runAll();

    assertThat(turns).containsExactly("work");
  }

  @Test
  void aTimerThatRefusesTooLeavesTheLineToTheNextLook() {
    AtomicInteger refusals = new AtomicInteger(1);
    Line line = new Line(refusing(refusals, new Error("no"), executor), scheduler, 1, 4);
    scheduler.shutdown();
    line.turn(new Counted("work", 1)).ask();
    line.look();
    executor.runAll();

    assertThat(turns).containsExactly("work");
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void whatWaitsBehindATurnThatIsStuckGetsARunOfItsOwn(int round) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch freed = new CountDownLatch(1);
    CountDownLatch quiet = new CountDownLatch(1);
    try {
      Line line = new Line(pool, scheduler, 2, 32);
      line.once(
              () -> {
                begun.countDown();
                await(freed);
              })
          .ask();
      await(begun);
      line.once(quiet::countDown).ask();
      assertThat(quiet.getCount()).isOne();

      scheduler.advance(Duration.ofMillis(10));

      await(quiet);
    } finally {
      freed.countDown();
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void workThatMayBlockNeverWaitsBehindOtherSuchWork(int round) throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    CountDownLatch all = new CountDownLatch(20);
    CountDownLatch freed = new CountDownLatch(1);
    try {
      Line line = new Line(pool, scheduler, 20, 0);
      for (int i = 0; i < 20; i++) {
        line.once(
                () -> {
                  all.countDown();
                  await(freed);
                })
            .ask();
      }

      await(all);
    } finally {
      freed.countDown();
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void thereAreNeverMoreRunsThanAllowedAndNoTurnIsGivenTwiceAtATime(int round) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger twice = new AtomicInteger();
    int works = 40;
    int asks = 500;
    CountDownLatch asked = new CountDownLatch(4);
    List<AtomicInteger> appended = new ArrayList<>();
    List<AtomicInteger> seen = new ArrayList<>();
    List<Line.Turn> all = new ArrayList<>();
    try {
      Line line = new Line(pool, scheduler, 3, 2);
      for (int i = 0; i < works; i++) {
        AtomicInteger own = new AtomicInteger();
        AtomicInteger ownSeen = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        appended.add(own);
        seen.add(ownSeen);
        all.add(
            line.once(
                () -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  twice.addAndGet(inside.getAndIncrement());
                  ownSeen.set(own.get());
                  inside.decrementAndGet();
                  running.decrementAndGet();
                }));
      }
      for (int thread = 0; thread < 4; thread++) {
        pool.execute(
            () -> {
              for (int i = 0; i < works * asks; i++) {
                appended.get(i % works).incrementAndGet();
                all.get(i % works).ask();
              }
              asked.countDown();
            });
      }
      await(asked);
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(20, SECONDS)).isTrue();
    }
    assertThat(seen).extracting(AtomicInteger::get).containsOnly(4 * asks);
    assertThat(twice).hasValue(0);
    assertThat(most.get()).as("round %s", round).isBetween(1, 3);
  }

  @Test
  void anExecutorThatRunsWithinATurnMakesNoStackGrowAndNobodyDeaf() {
    int many = 50_000;
    boolean[] saturated = {false};
    Line line =
        new Line(
            action -> {
              if (saturated[0]) {
                action.run();
              } else {
                executor.execute(action);
              }
            },
            scheduler,
            Integer.MAX_VALUE,
            0);
    for (int i = 0; i < many; i++) {
      line.turn(new Counted("listener" + i, 1)).ask();
    }
    saturated[0] = true;
    executor.runAll();
    saturated[0] = false;
    assertThat(turns).hasSize(many);

    line.turn(new Counted("fresh", 1)).ask();
    executor.runAll();
    assertThat(turns).hasSize(many + 1);
  }

  @Test
  void aRunLeavesTheExecutorToOthersAfterSomeTurns() {
    Line hot = line(1);
    Line other = new Line(executor, scheduler, 1, 0);
    AtomicInteger hotTurns = new AtomicInteger();
    hot.turn(
            new Line.Work() {
              @Override
              public boolean turn() {
                return hotTurns.incrementAndGet() < 100_000;
              }

              @Override
              public void failed(Throwable fault) {}
            })
        .ask();
    other.turn(new Counted("quiet", 1)).ask();

    assertThat(executor.runNext()).isTrue();
    assertThat(executor.runNext()).isTrue();

    assertThat(turns).containsExactly("quiet");
    assertThat(hotTurns.get()).isLessThan(1_000);
    executor.runAll();
    assertThat(hotTurns).hasValue(100_000);
  }

  @Test
  void anInterruptThatATurnLeavesBehindReachesNoOther() {
    Line line = line(1);
    List<Boolean> interrupted = new ArrayList<>();
    line.once(() -> Thread.currentThread().interrupt()).ask();
    line.once(() -> interrupted.add(Thread.currentThread().isInterrupted())).ask();

    executor.runAll();

    assertThat(interrupted).containsExactly(false);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
