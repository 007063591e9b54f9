package dev.tidings.benchmarks.journal;

import dev.tidings.testkit.server.RedisServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A worker is killed in the middle of its tasks: what those who watched had seen, what somebody who
 * comes afterwards gets, and how many are told an end within half a minute. Arguments: {@code
 * tidings} or {@code xread}, tasks, pieces a second in all, seconds until the kill.
 */
public final class KillMain {
  private static final int PATIENCE_SECONDS = 30;

  private KillMain() {}

  /** What readers of one process were told. */
  private static final class Told {
    private final LongAdder characters = new LongAdder();
    private final AtomicInteger ends = new AtomicInteger();

    Told(Way way, int tasks) {
      for (int i = 0; i < tasks; i++) {
        way.follow(i, text -> characters.add(text.length()), ends::incrementAndGet);
      }
    }

    long pieces() {
      return characters.sum() / Latencies.PIECE;
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    int seconds = Integer.parseInt(arguments[3]);
    // It would say as many again, were it not killed.
    Load load = Load.of(arguments[1], arguments[2], String.valueOf(2 * seconds), "1");
    try (RedisServer redis = RedisServer.start("--appendonly", "yes");
        WorkerProcess worker = WorkerProcess.start(name, redis.address(), load);
        Way watching = Way.of(name, redis.address())) {
      Told before = new Told(watching, load.tasks());
      worker.go();
      TimeUnit.SECONDS.sleep(seconds);
      worker.kill();
      long killed = System.nanoTime();
      try (Way coming = Way.of(name, redis.address())) {
        Told after = new Told(coming, load.tasks());
        for (Told told : List.of(before, after)) {
          while (told.ends.get() < load.tasks()
              && System.nanoTime() - killed < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            TimeUnit.MILLISECONDS.sleep(100);
          }
        }
        System.out.printf(
            "%s: those who watched saw %d pieces, who came after the kill %d; told an end within"
                + " %.1f s: %d and %d of %d%n",
            name,
            before.pieces(),
            after.pieces(),
            (System.nanoTime() - killed) / 1e9,
            before.ends.get(),
            after.ends.get(),
            load.tasks());
      }
    }
  }
}
