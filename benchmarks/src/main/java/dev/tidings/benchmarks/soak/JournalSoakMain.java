package dev.tidings.benchmarks.soak;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskListener;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.benchmarks.journal.Spent;
import dev.tidings.redis.RedisJournal;
import dev.tidings.testkit.server.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * One process works, another watches all its tasks through Redis and checks what it is told. Prints
 * each minute what both and Redis hold: after the retention it must not grow.
 */
public final class JournalSoakMain {
  private static final String WORKER = "worker";
  private static final String HEAP = "heap ";
  private static final Duration RETENTION = Duration.ofSeconds(30);
  private static final int AT_A_TIME = 50;
  private static final int PIECES = 200;

  private final LongAdder events = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private final LongAdder faults = new LongAdder();

  private JournalSoakMain() {}

  /** Runs for as many minutes as the first argument says. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals(WORKER)) {
      work(arguments[1]);
      return;
    }
    try (RedisServer redis = RedisServer.start("--appendonly", "yes")) {
      new JournalSoakMain().run(redis.address(), Integer.parseInt(arguments[0]));
    }
  }

  private static ProgressHub hub(String redis) {
    return ProgressHub.builder()
        .retention(RETENTION)
        .journal(RedisJournal.builder(redis).retention(RETENTION).build())
        .build();
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Says the id of each task that begins, and what the heap holds when it is told to. */
  private static void work(String redis) throws IOException {
    ProgressHub hub = hub(redis);
    List<Work> all = new ArrayList<>();
    for (long number = 0; !System.out.checkError(); ) {
      if (System.in.available() > 0) {
        var unused = System.in.readNBytes(System.in.available());
        System.out.println(HEAP + liveHeap());
      }
      if (all.size() < AT_A_TIME) {
        String id = "soak_" + number++;
        all.add(new Work(hub.start(Task.create(id))));
        System.out.println(id);
      }
      all.removeIf(Work::goOn);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static final class Work {
    private final ProgressTracker tracker;
    private final StringBuilder said = new StringBuilder();
    private int count;

    Work(ProgressTracker tracker) {
      this.tracker = tracker;
    }

    boolean goOn() {
      String next = count++ + " ";
      said.append(next);
      tracker.token(next);
      return count == PIECES && tracker.complete(TaskResult.of(said.toString()));
    }
  }

  /** Compares a task's pieces with its answer. */
  private final class Check implements TaskListener {
    private final StringBuilder text = new StringBuilder();
    private long sequence;

    @Override
    public void onEvent(TaskView task, ProgressEvent event) {
      events.increment();
      if (event.sequence() != ++sequence) {
        faults.increment();
      }
      if (event instanceof Text piece) {
        text.append(piece.text());
      } else if (event instanceof Completed completed) {
        finished.increment();
        if (!completed.result().response().contentEquals(text)) {
          faults.increment();
        }
      } else if (event.terminal()) {
        faults.increment();
      }
    }
  }

  private void run(String redis, int minutes) throws Exception {
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                JournalSoakMain.class.getName(),
                WORKER,
                redis)
            .redirectError(Redirect.INHERIT)
            .start();
    System.out.println(
        "| minute | worker's heap MiB | reader's heap MiB | Redis MiB | reader's threads | tasks"
            + " finished | events checked | faults |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    try (ProgressHub hub = hub(redis);
        BufferedReader said =
            new BufferedReader(
                new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
      long begin = System.nanoTime();
      int asked = 0;
      int answered = 0;
      while (answered < minutes) {
        String line = said.readLine();
        if (line == null) {
          throw new IOException("the worker is gone");
        }
        if (line.startsWith(HEAP)) {
          say(++answered, Long.parseLong(line.substring(HEAP.length())), redis);
        } else {
          var unused = hub.find(line).orElseThrow().subscribe(new Check());
        }
        if (asked < minutes && System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(asked + 1L)) {
          asked++;
          worker.getOutputStream().write('\n');
          worker.getOutputStream().flush();
        }
      }
    } finally {
      worker.destroyForcibly().waitFor();
    }
    if (faults.sum() > 0) {
      throw new AssertionError(faults + " faults");
    }
  }

  private void say(int minute, long workersHeap, String redis) {
    System.out.printf(
        "| %d | %.1f | %.1f | %.1f | %d | %d | %d | %d |%n",
        minute,
        workersHeap / 1048576.0,
        liveHeap() / 1048576.0,
        Spent.of(redis).bytes() / 1048576.0,
        Thread.activeCount(),
        finished.sum(),
        events.sum(),
        faults.sum());
  }
}
