package dev.tidings.benchmarks.journal;

import dev.tidings.ProgressHub;
import dev.tidings.redis.RedisJournal;
import dev.tidings.testkit.server.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One process works, another follows all its tasks through a Redis of their own: how much later an
 * event is with each, and what Redis spends on it. Arguments: tasks, pieces a second in all,
 * seconds, listeners of each task in each process (1000 3000 20 1 unless given).
 */
public final class JournalMain {
  private static final String WORKER = "worker";

  private JournalMain() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals(WORKER)) {
      work(arguments[1], Load.of(arguments[2], arguments[3], arguments[4], arguments[5]));
      return;
    }
    Load load = arguments.length == 4 ? Load.of(arguments) : new Load(1_000, 3_000, 20, 1);
    System.out.println(load);
    try (ProgressHub memory = ProgressHub.builder().build()) {
      Worker alone = new Worker(memory, load);
      alone.run(load);
      System.out.println("in memory:             " + alone.latencies());
    }
    try (RedisServer redis = RedisServer.start("--appendonly", "yes")) {
      follow(redis.address(), load);
    }
  }

  private static void work(String address, Load load) throws IOException {
    try (ProgressHub hub = hub(address)) {
      Worker worker = new Worker(hub, load);
      System.out.println("started");
      System.in.read();
      worker.run(load);
      System.out.println("worker's own process:  " + worker.latencies());
      // The follower has its own last events before the tasks end.
      System.in.read();
    }
  }

  private static ProgressHub hub(String address) {
    return ProgressHub.builder().journal(RedisJournal.of(address)).build();
  }

  private static void follow(String address, Load load) throws Exception {
    Process process = start(address, load);
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String started = said.readLine();
    if (started == null) {
      throw new IOException("the worker did not start");
    }
    Latencies latencies = new Latencies();
    try (ProgressHub hub = hub(address)) {
      for (int i = 0; i < load.tasks(); i++) {
        for (int reader = 0; reader < load.readers(); reader++) {
          var unused = hub.find("load_" + i).orElseThrow().subscribe(latencies);
        }
      }
      Spent before = Spent.of(address);
      latencies.start();
      go(process);
      System.out.println(said.readLine());
      Spent after = Spent.of(address);
      System.out.println("another process:       " + latencies);
      long pieces = (long) load.rate() * load.seconds();
      System.out.println("Redis, for each piece: " + after.perPiece(before, pieces));
      go(process);
      process.waitFor();
    }
  }

  private static void go(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private static Process start(String address, Load load) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                JournalMain.class.getName(),
                WORKER,
                address));
    command.addAll(List.of(load.numbers()));
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }
}
