package dev.tidings.benchmarks.load;

import dev.tidings.benchmarks.journal.Spent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Runs scenarios on servers, in turn, several times, and prints a table of medians with their
 * spread, and then what the first server had of each other one, round by round. Everything stays on
 * loopback and stops by itself.
 *
 * <p>Arguments: scenarios and servers, each separated by commas, runs, seconds.
 */
public final class LoadMain {
  /** What one run measured. */
  private record Figures(
      double cpuMicros,
      double p50,
      double p99,
      double p999,
      double perSecond,
      long delivered,
      long lost,
      int endless,
      double heapPerConnection,
      double heapAfter,
      double longestCallMillis,
      String redis) {}

  private LoadMain() {}

  /** Runs everything. */
  public static void main(String[] args) throws Exception {
    String[] scenarios = args[0].split(",");
    String[] servers = args[1].split(",");
    int runs = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    List<String> ratios = new ArrayList<>();
    List<String> redis = new ArrayList<>();
    System.out.println(
        "| scenario | server | CPU µs/event | p50 ms | p99 ms | p99.9 ms | events/s | delivered"
            + " | lost | without end | heap KiB/conn. | after it | longest event() ms |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (String name : scenarios) {
      Scenario scenario = Scenario.of(name, name.equals("idle") ? 0 : seconds);
      List<List<Figures>> all = new ArrayList<>();
      for (String ignored : servers) {
        all.add(new ArrayList<>());
      }
      for (int run = 0; run < runs; run++) {
        for (int i = 0; i < servers.length; i++) {
          all.get(i).add(run(scenario, servers[i]));
        }
      }
      for (int i = 0; i < servers.length; i++) {
        print(scenario, servers[i], all.get(i));
        for (Figures run : all.get(i)) {
          if (!run.redis().isEmpty()) {
            redis.add("| " + scenario.name() + " | " + servers[i] + " | " + run.redis() + " |");
          }
        }
        if (i > 0) {
          ratios.add(ratio(scenario, servers[0] + " : " + servers[i], all.get(0), all.get(i)));
        }
      }
    }
    System.out.println();
    System.out.println("| scenario | servers | CPU per event | p99 | events/s |");
    System.out.println("|---|---|---|---|---|");
    ratios.forEach(System.out::println);
    if (!redis.isEmpty()) {
      System.out.println();
      System.out.println("| scenario | server | Redis, for each event |");
      System.out.println("|---|---|---|");
      redis.forEach(System.out::println);
    }
  }

  private static Figures run(Scenario scenario, String server) throws Exception {
    try (Servers servers = new Servers(server, scenario);
        LoadClient client = new LoadClient(server.endsWith("websocket"))) {
      ServerProcess maker = servers.maker();
      ServerProcess serving = servers.serving();
      int port = serving.port();
      long before = serving.heap();
      client.connect(port, scenario);
      await("connections", 60, () -> client.opened() == scenario.readers());
      double heap = (serving.heap() - before) / 1024.0 / scenario.connections();
      if (scenario.seconds() == 0) {
        return new Figures(0, 0, 0, 0, 0, 0, 0, 0, heap, heap, 0, "");
      }
      maker.ask("WARM", "WARMED");
      if (scenario.stalled() > 0) {
        // Else the first stalls of the JVM's life would be measured: it compiles much anew.
        client.stall(port, scenario);
        maker.ask("WARM", "WARMED");
        client.closeStalled();
      }
      awaitQuiet(client);
      client.stall(port, scenario);
      long warm = client.events();
      client.measure(true);
      Spent spent = servers.spent();
      long cpu = servers.cpu();
      long start = System.nanoTime();
      long[] went = maker.ask("GO", "WENT");
      double elapsed = (System.nanoTime() - start) / 1e9;
      cpu = servers.cpu() - cpu;
      awaitQuiet(client);
      client.measure(false);
      long received = client.events() - warm;
      long made = scenario.saturating() ? went[0] : scenario.total(scenario.seconds());
      String redis = servers.spent().perPiece(spent, made);
      long expected = made * scenario.readers() / scenario.tasks();
      long heapEnd = serving.heap();
      maker.ask("END", "ENDED");
      await("ends", 5, () -> client.ended() == scenario.readers());
      Histogram latencies = client.latencies();
      return new Figures(
          cpu / 1e3 / received,
          latencies.getValueAtPercentile(50) / 1e3,
          latencies.getValueAtPercentile(99) / 1e3,
          latencies.getValueAtPercentile(99.9) / 1e3,
          received / elapsed,
          received,
          expected - received,
          scenario.readers() - client.ended(),
          heap,
          (heapEnd - before) / 1024.0 / scenario.connections(),
          went[1] / 1e6,
          redis);
    }
  }

  private static void await(String what, int seconds, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        System.err.println("waited in vain for " + what);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Until nothing has arrived for a while. */
  private static void awaitQuiet(LoadClient client) throws InterruptedException {
    long last = -1;
    for (int i = 0; i < 100 && last != client.events(); i++) {
      last = client.events();
      TimeUnit.MILLISECONDS.sleep(400);
    }
  }

  private static void print(Scenario scenario, String server, List<Figures> runs) {
    System.out.println(
        "| "
            + String.join(
                " | ",
                scenario.name(),
                server,
                spread(runs.stream().mapToDouble(Figures::cpuMicros).toArray(), 1),
                spread(runs.stream().mapToDouble(Figures::p50).toArray(), 2),
                spread(runs.stream().mapToDouble(Figures::p99).toArray(), 2),
                spread(runs.stream().mapToDouble(Figures::p999).toArray(), 2),
                spread(runs.stream().mapToDouble(Figures::perSecond).toArray(), 0),
                spread(runs.stream().mapToDouble(Figures::delivered).toArray(), 0),
                spread(runs.stream().mapToDouble(Figures::lost).toArray(), 0),
                spread(runs.stream().mapToDouble(Figures::endless).toArray(), 0),
                spread(runs.stream().mapToDouble(Figures::heapPerConnection).toArray(), 1),
                spread(runs.stream().mapToDouble(Figures::heapAfter).toArray(), 1),
                spread(runs.stream().mapToDouble(Figures::longestCallMillis).toArray(), 2))
            + " |");
  }

  private static String ratio(
      Scenario scenario, String servers, List<Figures> ours, List<Figures> theirs) {
    return "| "
        + String.join(
            " | ",
            scenario.name(),
            servers,
            ratio(ours, theirs, Figures::cpuMicros),
            ratio(ours, theirs, Figures::p99),
            ratio(ours, theirs, Figures::perSecond))
        + " |";
  }

  private static String ratio(
      List<Figures> ours, List<Figures> theirs, ToDoubleFunction<Figures> figure) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    return spread(ratios, 2);
  }

  /** The median, and the least and the most where they differ from it. */
  private static String spread(double[] values, int digits) {
    Arrays.sort(values);
    String format = "%." + digits + "f";
    String median = String.format(Locale.ROOT, format, values[values.length / 2]);
    String least = String.format(Locale.ROOT, format, values[0]);
    String most = String.format(Locale.ROOT, format, values[values.length - 1]);
    return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
  }
}
