package dev.tidings.benchmarks.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
      double longestCallMillis) {}

  private LoadMain() {}

  /** Runs everything. */
  public static void main(String[] args) throws Exception {
    String[] scenarios = args[0].split(",");
    String[] servers = args[1].split(",");
    int runs = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    List<String> ratios = new ArrayList<>();
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
        if (i > 0) {
          ratios.add(ratio(scenario, servers[0] + " : " + servers[i], all.get(0), all.get(i)));
        }
      }
    }
    System.out.println();
    System.out.println("| scenario | servers | CPU per event | p99 | events/s |");
    System.out.println("|---|---|---|---|---|");
    ratios.forEach(System.out::println);
  }

  private static Figures run(Scenario scenario, String server) throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    // Touched beforehand: a heap that grows into new pages pays the operating system for each.
    command.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    // For a profiler: what stands here is passed to each server's JVM.
    command.addAll(Arrays.asList(System.getProperty("server.options", "-Dx").split(" ")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            ServerMain.class.getName(),
            server,
            scenario.name(),
            Integer.toString(scenario.seconds())));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (LoadClient client = new LoadClient(server.endsWith("websocket"));
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter in =
            new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(answer(out, "PORT")[1]);
      long before = Long.parseLong(ask(in, out, "HEAP", "HEAP")[1]);
      client.connect(port, scenario);
      await("connections", 60, () -> client.opened() == scenario.readers());
      long after = Long.parseLong(ask(in, out, "HEAP", "HEAP")[1]);
      double heap = (after - before) / 1024.0 / scenario.connections();
      if (scenario.seconds() == 0) {
        return new Figures(0, 0, 0, 0, 0, 0, 0, 0, heap, heap, 0);
      }
      ask(in, out, "WARM", "WARMED");
      if (scenario.stalled() > 0) {
        // Else the first stalls of the JVM's life would be measured: it compiles much anew.
        client.stall(port, scenario);
        ask(in, out, "WARM", "WARMED");
        client.closeStalled();
      }
      awaitQuiet(client);
      client.stall(port, scenario);
      long warm = client.events();
      client.measure(true);
      long start = System.nanoTime();
      String[] went = ask(in, out, "GO", "WENT");
      double elapsed = (System.nanoTime() - start) / 1e9;
      awaitQuiet(client);
      client.measure(false);
      long received = client.events() - warm;
      long made =
          scenario.saturating() ? Long.parseLong(went[2]) : scenario.total(scenario.seconds());
      long expected = made * scenario.readers() / scenario.tasks();
      long heapEnd = Long.parseLong(ask(in, out, "HEAP", "HEAP")[1]);
      ask(in, out, "END", "ENDED");
      await("ends", 5, () -> client.ended() == scenario.readers());
      Histogram latencies = client.latencies();
      return new Figures(
          Long.parseLong(went[1]) / 1e3 / received,
          latencies.getValueAtPercentile(50) / 1e3,
          latencies.getValueAtPercentile(99) / 1e3,
          latencies.getValueAtPercentile(99.9) / 1e3,
          received / elapsed,
          received,
          expected - received,
          scenario.readers() - client.ended(),
          heap,
          (heapEnd - before) / 1024.0 / scenario.connections(),
          Long.parseLong(went[3]) / 1e6);
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static String[] ask(BufferedWriter in, BufferedReader out, String word, String reply)
      throws IOException {
    in.write(word);
    in.newLine();
    in.flush();
    return answer(out, reply);
  }

  private static String[] answer(BufferedReader out, String word) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(word)) {
        return line.split(" ");
      }
    }
    throw new IOException("the server stopped before it said " + word);
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
