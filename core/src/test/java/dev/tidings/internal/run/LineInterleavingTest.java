package dev.tidings.internal.run;

import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Has a model checker try the interleavings of those who ask with the runs that give turns, with
 * one run and with two: after an ask a turn begins, and there are never two of one work at a time.
 */
class LineInterleavingTest {
  private static final int INVOCATIONS = Integer.getInteger("tidings.invocations", 150);

  /** Work that sees one of what was appended in each turn. */
  private static final class Counting implements Line.Work {
    private final AtomicInteger appended = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final Line.Turn turn;
    private final int throwsAt;
    private int turns;
    private int seen;
    private int failures;

    Counting(Line line, int throwsAt) {
      this.turn = line.turn(this);
      this.throwsAt = throwsAt;
    }

    Counting(Line line) {
      this(line, 0);
    }

    void append() {
      appended.incrementAndGet();
      turn.ask();
    }

    @Override
    public boolean turn() {
      check(inside.getAndIncrement() == 0, "two turns at once");
      try {
        if (++turns == throwsAt) {
          throw new OutOfMemoryError("made up");
        }
        int now = appended.get();
        seen += seen < now ? 1 : 0;
        return seen < now;
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public void failed(Throwable fault) {
      failures++;
    }

    void checkSeen(int all) {
      check(seen == all, "seen " + seen + " of " + all + " with " + failures + " failures");
    }
  }

  private static Line line(Executor executor, int runs) {
    return new Line(executor, new ManualScheduler(new ManualClock()), runs, 1);
  }

  private static void together(Runnable... all) {
    Thread[] others = new Thread[all.length - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(all[i + 1]);
      others[i].start();
    }
    all[0].run();
    for (Thread other : others) {
      try {
        other.join();
      } catch (InterruptedException stopped) {
        throw new AssertionError(stopped);
      }
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void askersOnWhoseThreadsTurnsAreGiven(int runs) {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Line line = line(Runnable::run, runs);
          Counting one = new Counting(line);
          Counting two = new Counting(line);
          together(
              () -> {
                one.append();
                two.append();
              },
              () -> {
                two.append();
                one.append();
              });
          one.checkSeen(2);
          two.checkSeen(2);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runsOnThreadsOfTheirOwn(int runs) {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
          Line line = line(handedOver::add, runs);
          Counting one = new Counting(line);
          Counting two = new Counting(line);
          together(
              () -> {
                one.append();
                two.append();
              },
              one::append,
              () -> {
                Runnable run = handedOver.poll();
                if (run != null) {
                  run.run();
                }
              });
          for (Runnable run = handedOver.poll(); run != null; run = handedOver.poll()) {
            run.run();
          }
          one.checkSeen(2);
          two.checkSeen(1);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anExecutorThatRefusesOnceWithAnError(int runs) {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          AtomicInteger refusals = new AtomicInteger(1);
          ManualScheduler looks = new ManualScheduler(new ManualClock());
          Line line =
              new Line(
                  action -> {
                    if (refusals.getAndDecrement() > 0) {
                      throw new OutOfMemoryError("unable to create native thread");
                    }
                    action.run();
                  },
                  looks,
                  runs,
                  1);
          Counting one = new Counting(line);
          Counting two = new Counting(line);
          together(
              () -> {
                one.append();
                one.append();
              },
              two::append);
          looks.advance(Duration.ofSeconds(1));
          one.checkSeen(2);
          two.checkSeen(1);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void workThatThrowsHurtsNoOther(int runs) {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Line line = line(Runnable::run, runs);
          Counting faulty = new Counting(line, 1);
          Counting other = new Counting(line);
          together(
              () -> {
                faulty.append();
                other.append();
              },
              () -> {
                other.append();
                faulty.append();
              });
          check(faulty.failures == 1 && faulty.seen == 0, "told " + faulty.failures + " times");
          other.checkSeen(2);
        });
  }
}
