package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tidings.journal.JournalUnavailableException;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This process's signs of life. Each is the store's own time, so no clocks are compared; who gave
 * none for a lease is dead, and its tasks are ended by whoever sees that.
 *
 * <p><b>Who may judge.</b> When the store was away everybody looks dead, and whoever comes back
 * first must not end the tasks of the living. So a process judges others only after it has given
 * signs itself for a whole lease, none of them later after the one before than half a lease: then
 * the others had the time to give one, too. A store whose time jumps counts as one that was away.
 *
 * <p><b>Who may begin.</b> A process that has given no sign for seven tenths of a lease, by its own
 * clock, begins no task: it may be taken for dead.
 *
 * <p>Turns of this run one after the other, on the timer or where the store answers.
 */
final class Lease {
  private static final long MICROS = 1_000_000;

  /** Looks for processes that are dead. */
  interface Judge {
    /**
     * Ends the tasks of the dead.
     *
     * @param beforeMicros who gave no sign since then is dead, by the store's time
     * @param nowMillis the store's time
     */
    CompletionStage<Void> judge(long beforeMicros, long nowMillis);
  }

  private final Link link;
  private final Keys keys;
  private final String process;
  private final Duration lease;
  private final Duration keep;
  private final Availability availability;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private volatile long signNanos;
  private volatile boolean closed;

  private volatile boolean everSigned;

  // Only turns touch these.
  private long signMicros;
  private long gaplessSinceNanos;

  Lease(
      Link link,
      Keys keys,
      String process,
      Duration lease,
      Duration keep,
      Availability availability,
      LongSupplier nanos,
      ScheduledExecutorService timer) {
    this.link = link;
    this.keys = keys;
    this.process = process;
    this.lease = lease;
    this.keep = keep;
    this.availability = availability;
    this.nanos = nanos;
    this.timer = timer;
  }

  /** The time between two signs. */
  private Duration beat() {
    return lease.dividedBy(5);
  }

  /**
   * Gives signs until it is closed.
   *
   * @param afterEach runs after each; it must not block
   */
  void start(Runnable afterEach, Judge judge) {
    turn(afterEach, judge);
  }

  private void turn(Runnable afterEach, Judge judge) {
    long began = nanos.getAsLong();
    sign()
        .whenComplete((micros, fault) -> tell(fault))
        .thenCompose(
            micros -> {
              signed(began, micros);
              afterEach.run();
              return mayJudge()
                  ? judge.judge(
                      micros - TimeUnit.NANOSECONDS.toMicros(lease.toNanos()), micros / 1000)
                  : CompletableFuture.<Void>completedStage(null);
            })
        .whenComplete(
            (done, fault) -> {
              Duration pause = fault == null ? beat() : beat().dividedBy(4);
              schedule(pause, () -> turn(afterEach, judge));
            });
  }

  private void schedule(Duration pause, Runnable task) {
    if (closed) {
      return;
    }
    try {
      var unused = timer.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException over) {
      // Closed meanwhile.
    }
  }

  private void tell(@Nullable Throwable fault) {
    if (fault == null) {
      availability.written();
    } else {
      availability.refused(fault);
      first.completeExceptionally(fault);
    }
  }

  /** Writes a sign, and gives its time. */
  private CompletionStage<Long> sign() {
    return link.use(
        connections ->
            connections
                .serverOf(keys.processes())
                .thenCompose(server -> server.time())
                .thenCompose(
                    time -> {
                      long micros = micros(time);
                      return connections
                          .together(
                              keys.processes(),
                              commands -> {
                                var added =
                                    commands.zadd(
                                        keys.processes(),
                                        (double) micros,
                                        StreamEntry.bytes(process));
                                var unused = commands.pexpire(keys.processes(), keep);
                                return added;
                              })
                          .thenApply(added -> micros);
                    }));
  }

  private static long micros(List<byte[]> time) {
    return Long.parseLong(new String(time.get(0), US_ASCII)) * MICROS
        + Long.parseLong(new String(time.get(1), US_ASCII));
  }

  private void signed(long began, long micros) {
    long passed = began - signNanos;
    long theirs = TimeUnit.MICROSECONDS.toNanos(micros - signMicros);
    boolean gap =
        !everSigned
            || passed > lease.toNanos() / 2
            || Math.abs(theirs - passed) > lease.toNanos() / 4;
    if (gap) {
      gaplessSinceNanos = began;
    }
    signNanos = began;
    signMicros = micros;
    everSigned = true;
    first.complete(null);
  }

  private boolean mayJudge() {
    return signNanos - gaplessSinceNanos >= lease.toNanos();
  }

  /** Completes if this process may begin a task; else it fails, at once but for the first sign. */
  CompletionStage<Void> held() {
    if (isFresh() || first.isDone()) {
      return isFresh() ? CompletableFuture.completedStage(null) : tooOld();
    }
    return first.thenCompose(
        done -> isFresh() ? CompletableFuture.<Void>completedStage(null) : tooOld());
  }

  private boolean isFresh() {
    return everSigned && nanos.getAsLong() - signNanos < lease.toNanos() / 10 * 7;
  }

  private static CompletionStage<Void> tooOld() {
    return CompletableFuture.failedStage(
        new JournalUnavailableException(
            "this process has given Redis no sign for too long to begin a task", null));
  }

  /** Gives no sign any more. */
  void stop() {
    closed = true;
  }

  /**
   * Gives no sign any more, and tells the others that this process goes.
   *
   * @param done whether it has no tasks left; if it has, they are at once for others to end
   * @param atMost how long to wait until the store has that
   */
  void close(boolean done, Duration atMost) {
    stop();
    if (!everSigned) {
      return;
    }
    CompletionStage<Long> told =
        link.use(
            connections ->
                done
                    ? connections.commands().zrem(keys.processes(), StreamEntry.bytes(process))
                    : connections
                        .commands()
                        .zadd(
                            keys.processes(),
                            ZAddArgs.Builder.xx(),
                            0.0,
                            StreamEntry.bytes(process)));
    try {
      var unused = told.toCompletableFuture().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException unheard) {
      // The others see in a lease's time that it is gone.
    }
  }
}
