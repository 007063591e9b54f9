package dev.tidings.internal.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The line in which work waits for its turn: a task's wakes, sessions, listeners, time-outs. The
 * first in line gets one bounded turn, and goes to the end of the line if it wants another.
 *
 * <p><b>Invariants.</b> (1) A turn is in the line or in one run, never in both and never twice:
 * only the change from IDLE to WAITING, and the run that has taken it, put it there. (2) Something
 * waits only while a run works, a run is offered to the executor, or a look is due; the line's lock
 * guards all of these together, and a run ends only in the hold of the lock that found nothing
 * waiting. (3) A run counts from when it begins. So an offer that the executor refuses, or takes
 * and drops, changes nothing but that {@link #look} makes another. Asking allocates nothing in
 * here, so that it cannot fail.
 *
 * <p>The lock is the innermost one and is held for a few field writes; the executor and the timer
 * are called without it.
 */
public final class Line implements Runnable {
  /** What is given turns. */
  public interface Work {
    /**
     * Does a bounded piece of the work; never two at once.
     *
     * @return whether it wants another turn without being asked
     */
    boolean turn() throws Exception;

    /** Ends what the work serves: a turn threw this, and no other turn follows. */
    void failed(Throwable fault);
  }

  /** A piece of work's place in the line. */
  public final class Turn {
    private static final int IDLE = 0;
    private static final int WAITING = 1;
    private static final int RUNNING = 2;
    private static final int AGAIN = 3;
    private static final int OVER = 4;

    private final Work work;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    /**
     * Touched under the line's lock, or by whoever has just made it WAITING and not yet added it.
     */
    private @Nullable Turn next;

    private Turn(Work work) {
      this.work = work;
    }

    /**
     * Has a turn begin after this call. Never throws; blocks on nothing, though an executor that
     * runs its caller's work on the caller's thread gives turns before this returns.
     */
    public void ask() {
      if (becomesWaiting()) {
        add(this, this, 1);
      }
    }

    private Line line() {
      return Line.this;
    }

    /** Notes the wish; true if the caller has to put the turn into the line. */
    private boolean becomesWaiting() {
      while (true) {
        int now = state.get();
        if (now == IDLE) {
          if (state.compareAndSet(IDLE, WAITING)) {
            return true;
          }
        } else if (now != RUNNING || state.compareAndSet(RUNNING, AGAIN)) {
          return false;
        }
      }
    }

    /** Gives the turn; true if it goes to the end of the line. */
    private boolean take() {
      boolean interrupted = Thread.currentThread().isInterrupted();
      state.set(RUNNING);
      try {
        if (!work.turn() && state.compareAndSet(RUNNING, IDLE)) {
          return false;
        }
        state.set(WAITING);
        return true;
      } catch (Throwable fault) {
        state.set(OVER);
        Faults.report("turn of", work, fault);
        Faults.contain("end of", work, () -> work.failed(fault));
        return false;
      } finally {
        if (!interrupted) {
          // One that a turn leaves behind would break the connection of the next.
          boolean unused = Thread.interrupted();
        }
      }
    }
  }

  /** Under load there is nearly always a look due, and each wakes the timer's thread twice. */
  private static final long LOOK_MILLIS = 10;

  private static final long REFUSED_MILLIS = 50;

  /** After so many turns a run makes room for what else the executor has to do. */
  private static final int TURNS_PER_RUN = 64;

  private final Executor executor;
  private final ScheduledExecutorService timer;

  /** A run under way. Only its thread touches it. */
  private static final class Run {
    /** Whether the executor gave this thread another run within this one. */
    private boolean again;

    /** The same, for good: such an executor is offered nothing more by this run. */
    private boolean inline;
  }

  /** The run under way on a thread. */
  @SuppressWarnings("ThreadLocalUsage") // one for each line: a turn of one may be within another's
  private final ThreadLocal<Run> running = new ThreadLocal<>();

  private final int mostRuns;
  private final int waitingPerRun;

  @GuardedBy("this")
  private @Nullable Turn first;

  @GuardedBy("this")
  private @Nullable Turn last;

  @GuardedBy("this")
  private int waiting;

  @GuardedBy("this")
  private int runs;

  /** Whether the executor was given a run that has not begun. */
  @GuardedBy("this")
  private boolean offered;

  @GuardedBy("this")
  private boolean lookDue;

  /** Counts turns that were taken, to see whether any was between two looks. */
  @GuardedBy("this")
  private long taken;

  @GuardedBy("this")
  private long takenAtLook;

  /**
   * An empty line.
   *
   * @param timer offers a run again where one was refused or all are stuck
   * @param mostRuns how many turns may be given at a time, at least 1
   * @param waitingPerRun how much may wait for each run before another one helps; 0 for work that
   *     may block, which must not wait behind other such work
   */
  public Line(Executor executor, ScheduledExecutorService timer, int mostRuns, int waitingPerRun) {
    this.executor = executor;
    this.timer = timer;
    this.mostRuns = mostRuns;
    this.waitingPerRun = waitingPerRun;
  }

  /** How many turns may be given at a time. */
  public int mostRuns() {
    return mostRuns;
  }

  /** Whether this thread is giving turns of this line, so that it must not wait for others. */
  public boolean isTurn() {
    return running.get() != null;
  }

  /** Gives each action a turn of its own. */
  public Executor asExecutor() {
    return action -> once(action).ask();
  }

  /** A place for that work; it waits when it is asked to. */
  public Turn turn(Work work) {
    return new Turn(work);
  }

  /** A place for an action that is all of one turn. */
  public Turn once(Runnable action) {
    return turn(
        new Work() {
          @Override
          public boolean turn() {
            action.run();
            return false;
          }

          @Override
          public void failed(Throwable fault) {}
        });
  }

  /** Asks for a turn of each of these, in their order; the same as {@link Turn#ask} one by one. */
  @SuppressWarnings("ReferenceEquality") // a turn of another line stands in that one
  public void askAll(Turn[] turns) {
    Turn head = null;
    Turn tail = null;
    int count = 0;
    for (Turn turn : turns) {
      if (turn.line() != this) {
        turn.ask();
      } else if (turn.becomesWaiting()) {
        if (tail == null) {
          head = turn;
        } else {
          tail.next = turn;
        }
        tail = turn;
        count++;
      }
    }
    if (head != null && tail != null) {
      add(head, tail, count);
    }
  }

  private void add(Turn from, Turn to, int count) {
    boolean offer;
    boolean look;
    synchronized (this) {
      append(from, to, count);
      offer = needsRun();
      offered |= offer;
      look = !offer && needsLook();
    }
    if (offer) {
      offerRun();
    } else if (look) {
      lookIn(LOOK_MILLIS);
    }
  }

  @GuardedBy("this")
  private void append(Turn from, Turn to, int count) {
    if (last == null) {
      first = from;
    } else {
      last.next = from;
    }
    last = to;
    waiting += count;
  }

  @GuardedBy("this")
  private boolean needsRun() {
    return !offered
        && runs < mostRuns
        && (runs == 0 ? waiting > 0 : waiting > waitingPerRun * runs);
  }

  /** Something waits behind a run that may be stuck, though not enough for another run at once. */
  @GuardedBy("this")
  private boolean needsLook() {
    boolean needed = !lookDue && first != null && runs > 0 && runs < mostRuns;
    if (needed) {
      lookDue = true;
      takenAtLook = taken;
    }
    return needed;
  }

  /** Hands a run over to the executor, outside the lock; {@code offered} is set already. */
  private void offerRun() {
    try {
      executor.execute(this);
    } catch (Throwable refused) {
      synchronized (this) {
        offered = false;
        if (lookDue) {
          return;
        }
        lookDue = true;
      }
      lookIn(REFUSED_MILLIS);
    }
  }

  /** Has the timer look, outside the lock; {@code lookDue} is set already. */
  private void lookIn(long millis) {
    try {
      ScheduledFuture<?> unused = timer.schedule(this::lookWhenDue, millis, TimeUnit.MILLISECONDS);
    } catch (Throwable refused) {
      // The hub's own look, each second, finds what waits.
      synchronized (this) {
        lookDue = false;
      }
    }
  }

  private void lookWhenDue() {
    boolean offer;
    boolean again;
    synchronized (this) {
      lookDue = false;
      boolean stuck = runs == 0 || taken == takenAtLook;
      offer = !offered && first != null && runs < mostRuns && stuck;
      offered |= offer;
      again = !offer && needsLook();
    }
    if (offer) {
      offerRun();
    } else if (again) {
      lookIn(LOOK_MILLIS);
    }
  }

  /**
   * Offers a run if something waits and nobody has begun to work it off since the last of these
   * looks. Called now and then, as a net under executors that drop what they took.
   */
  public void look() {
    boolean offer;
    synchronized (this) {
      offer = first != null && runs < mostRuns && taken == takenAtLook;
      offered |= offer;
      takenAtLook = taken;
    }
    if (offer) {
      offerRun();
    }
  }

  /**
   * One run: gives turns until nothing waits, or another run is offered so that what else waits for
   * the executor has its time. An executor that runs on its caller's thread may call this within a
   * turn: then the run under way there goes on afterwards, and stacks do not grow with the line.
   */
  @Override
  public void run() {
    Run underWay = running.get();
    if (underWay != null) {
      underWay.again = true;
      underWay.inline = true;
      synchronized (this) {
        offered = false;
      }
      return;
    }
    Run run = new Run();
    running.set(run);
    try {
      do {
        run.again = false;
        giveTurns(run);
      } while (run.again);
    } finally {
      running.remove();
    }
  }

  private void giveTurns(Run run) {
    if (!begins()) {
      return;
    }
    Turn turn = next(null, run);
    for (int given = 1; turn != null; given++) {
      Turn again = turn.take() ? turn : null;
      if (given >= TURNS_PER_RUN && !run.inline) {
        ends(again);
        return;
      }
      turn = next(again, run);
    }
  }

  /** Ends a run that has given its turns, and offers another if something waits. */
  private void ends(@Nullable Turn again) {
    boolean offer;
    synchronized (this) {
      if (again != null) {
        append(again, again, 1);
      }
      runs--;
      offer = needsRun();
      offered |= offer;
    }
    if (offer) {
      offerRun();
    }
  }

  private synchronized boolean begins() {
    offered = false;
    if (runs >= mostRuns) {
      return false;
    }
    runs++;
    return true;
  }

  /** Puts a turn to the end of the line, and takes the first one; null ends the run. */
  private @Nullable Turn next(@Nullable Turn again, Run run) {
    Turn turn;
    boolean offer;
    synchronized (this) {
      if (again != null) {
        append(again, again, 1);
      }
      turn = first;
      if (turn == null) {
        runs--;
        return null;
      }
      first = turn.next;
      last = first == null ? null : last;
      turn.next = null;
      waiting--;
      taken++;
      offer = !run.inline && needsRun();
      offered |= offer;
    }
    if (offer) {
      offerRun();
    }
    return turn;
  }
}
