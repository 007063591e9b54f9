package dev.tidings.benchmarks.model;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What a chunk costs a client, in CPU time of its process and in bytes that its threads allocate,
 * when an endpoint sends as fast as the client reads. All clients run in one process, in turn, in
 * an order that changes from round to round; ratios are between runs of the same round.
 *
 * <p>Arguments: clients separated by commas, the first of which is compared with the others;
 * rounds; answers of 2,000 chunks a run.
 */
public final class ChunkCostMain {
  private static final int WARM_UP_RUNS = 3;

  private record Cost(double cpuMicros, double bytes) {}

  private ChunkCostMain() {}

  /** Runs everything. */
  public static void main(String[] args) throws Exception {
    String[] names = args[0].split(",");
    int rounds = Integer.parseInt(args[1]);
    int answers = Integer.parseInt(args[2]);
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    try (ModelServerProcess server = ModelServerProcess.start()) {
      Map<String, ModelClient> clients = new LinkedHashMap<>();
      for (String name : names) {
        clients.put(name, ModelClient.of(name, server.baseUrl("flat"), Duration.ofMinutes(1)));
        costs.put(name, new ArrayList<>());
      }
      for (int i = 0; i < WARM_UP_RUNS; i++) {
        for (ModelClient client : clients.values()) {
          run(client, answers);
        }
      }
      List<String> order = new ArrayList<>(clients.keySet());
      Random random = new Random(1);
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(order, random);
        for (String name : order) {
          costs.get(name).add(run(clients.get(name), answers));
        }
      }
      clients.values().forEach(ModelClient::close);
    }
    print(names, costs);
    System.exit(0);
  }

  private static Cost run(ModelClient client, int answers) throws Exception {
    System.gc();
    int[] pieces = new int[1];
    long cpu = cpuNanos();
    long bytes = allocatedBytes();
    for (int i = 0; i < answers; i++) {
      client.ask(text -> pieces[0]++);
    }
    bytes = allocatedBytes() - bytes;
    cpu = cpuNanos() - cpu;
    if (pieces[0] < answers * ModelServer.CHUNKS) {
      throw new IllegalStateException("only " + pieces[0] + " pieces came");
    }
    double chunks = (double) answers * ModelServer.CHUNKS;
    return new Cost(cpu / 1e3 / chunks, bytes / chunks);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Of all threads; before JDK 21 only of those that live, and the JDK's HTTP client ends some. */
  private static long allocatedBytes() throws ReflectiveOperationException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    if (Runtime.version().feature() >= 21) {
      return (long) ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
    }
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  private static void print(String[] names, Map<String, List<Cost>> costs) {
    System.out.println("| client | CPU µs a chunk | bytes a chunk |");
    System.out.println("|---|---|---|");
    for (String name : names) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.0f |%n",
          name,
          spread(costs.get(name).stream().mapToDouble(Cost::cpuMicros).toArray()),
          median(costs.get(name).stream().mapToDouble(Cost::bytes).toArray()));
    }
    System.out.println();
    System.out.println("| | CPU | bytes |");
    System.out.println("|---|---|---|");
    for (int other = 1; other < names.length; other++) {
      int rounds = costs.get(names[0]).size();
      double[] cpu = new double[rounds];
      double[] bytes = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        Cost ours = costs.get(names[0]).get(i);
        Cost theirs = costs.get(names[other]).get(i);
        cpu[i] = ours.cpuMicros() / theirs.cpuMicros();
        bytes[i] = ours.bytes() / theirs.bytes();
      }
      System.out.printf(
          Locale.ROOT,
          "| %s : %s | %s | %.2f |%n",
          names[0],
          names[other],
          spread(cpu),
          median(bytes));
    }
  }

  /** The median and the interval that has it with 98 % of ten rounds: the second and the ninth. */
  private static String spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int edge = sorted.length >= 10 ? 1 : 0;
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        median(values),
        sorted[edge],
        sorted[sorted.length - 1 - edge]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
