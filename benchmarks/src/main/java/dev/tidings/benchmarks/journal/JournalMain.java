package dev.tidings.benchmarks.journal;

import dev.tidings.testkit.server.RedisServer;
import java.util.List;

/**
 * One process works, another follows all its tasks through a Redis of their own: how much later a
 * piece is with each, and what Redis spends on it. Arguments: {@code tidings} or {@code xread},
 * tasks, pieces a second in all, seconds, readers of each task in each process ({@code tidings 1000
 * 3000 20 1} unless given).
 */
public final class JournalMain {
  private JournalMain() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments.length == 5 ? arguments[0] : Way.TIDINGS;
    Load load =
        arguments.length == 5
            ? Load.of(List.of(arguments).subList(1, 5).toArray(String[]::new))
            : new Load(1_000, 3_000, 20, 1);
    System.out.println(name + ", " + load);
    if (name.equals(Way.TIDINGS)) {
      try (Way memory = TidingsWay.inMemory()) {
        Worker alone = new Worker(memory, load);
        alone.run();
        System.out.println("in memory:             " + alone.latencies());
      }
    }
    try (RedisServer redis = RedisServer.start("--appendonly", "yes")) {
      follow(name, redis.address(), load);
    }
  }

  private static void follow(String name, String redis, Load load) throws Exception {
    Latencies latencies = new Latencies(load);
    try (WorkerProcess worker = WorkerProcess.start(name, redis, load);
        Way way = Way.of(name, redis)) {
      for (int i = 0; i < load.tasks(); i++) {
        for (int reader = 0; reader < load.readers(); reader++) {
          way.follow(i, latencies, () -> {});
        }
      }
      Spent before = Spent.of(redis);
      worker.go();
      System.out.println("worker's own process:  " + worker.answer());
      Spent after = Spent.of(redis);
      System.out.println("another process:       " + latencies);
      System.out.println("Redis, for each piece: " + after.perPiece(before, load.pieces()));
      worker.go();
    }
  }
}
