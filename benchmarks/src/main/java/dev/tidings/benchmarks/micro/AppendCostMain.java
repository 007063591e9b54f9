package dev.tidings.benchmarks.micro;

import com.sun.management.ThreadMXBean;
import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What an append costs its worker with nobody listening, in time and in bytes of its thread's: of a
 * task in memory, and of one whose hub has a journal. With the argument {@code both} each is hot in
 * the same JVM before it is measured, as in a server with two hubs; without it there is only the
 * first. The bytes are what to look at: one shared allocation for both kinds would show there.
 */
public final class AppendCostMain {
  private static final Message MESSAGE = Message.of("rag.started");
  private static final int WARM_ROUNDS = 3;
  private static final int ROUNDS = 6;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ProgressHub memory = ProgressHub.builder().build();
  private final ProgressHub journaled = ProgressHub.builder().journal(new SilentJournal()).build();
  private int tasks;

  private AppendCostMain() {}

  /** Runs it; give {@code both} to have both kinds hot. */
  public static void main(String[] arguments) {
    AppendCostMain cost = new AppendCostMain();
    boolean both = arguments.length > 0 && arguments[0].equals("both");
    for (int i = 0; i < WARM_ROUNDS; i++) {
      cost.round(cost.memory);
      if (both) {
        cost.round(cost.journaled);
      }
    }
    String where = both ? "beside a hub with a journal" : "alone";
    cost.measure("memory, " + where, cost.memory);
    if (both) {
      cost.measure("journal, beside a hub without", cost.journaled);
    }
    cost.memory.close();
    cost.journaled.close();
  }

  /** What a round of appends to a new task took: nanoseconds and bytes an append. */
  private double[] round(ProgressHub hub) {
    ProgressTracker tracker = hub.start(Task.create("task" + tasks++));
    long thread = Thread.currentThread().getId();
    long bytes = threads.getThreadAllocatedBytes(thread);
    long begin = System.nanoTime();
    long appends = 0;
    while (System.nanoTime() - begin < ROUND_NANOS) {
      for (int i = 0; i < 1_000; i++) {
        tracker.update(Stage.PROCESSING, 50, MESSAGE);
      }
      appends += 1_000;
    }
    double nanos = System.nanoTime() - begin;
    double allocated = threads.getThreadAllocatedBytes(thread) - bytes;
    tracker.cancel();
    return new double[] {nanos / appends, allocated / appends};
  }

  private void measure(String what, ProgressHub hub) {
    double best = Double.MAX_VALUE;
    double sum = 0;
    double bytes = 0;
    for (int i = 0; i < ROUNDS; i++) {
      double[] round = round(hub);
      best = Math.min(best, round[0]);
      sum += round[0];
      bytes += round[1];
    }
    System.out.printf(
        "%-40s best %.1f ns, mean %.1f ns, %.1f bytes%n", what, best, sum / ROUNDS, bytes / ROUNDS);
  }
}
