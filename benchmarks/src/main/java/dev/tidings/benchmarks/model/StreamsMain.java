package dev.tidings.benchmarks.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * 200 answers at once, each of 50 chunks a second for ten seconds: how old a chunk is when its text
 * is told, by the clock that both processes share. Each client in turn, several times.
 *
 * <p>Arguments: clients separated by commas; rounds.
 */
public final class StreamsMain {
  private static final int STREAMS = 200;

  private StreamsMain() {}

  /** Runs everything. */
  public static void main(String[] args) throws Exception {
    System.out.println(
        "| client | p50 ms | p99 ms | p99.9 ms | failed | threads beside the callers' |");
    System.out.println("|---|---|---|---|---|---|");
    try (ModelServerProcess server = ModelServerProcess.start()) {
      for (int round = 0; round < Integer.parseInt(args[1]); round++) {
        for (String name : args[0].split(",")) {
          try (ModelClient client =
              ModelClient.of(name, server.baseUrl("paced"), Duration.ofMinutes(1))) {
            run(name, client);
          }
        }
      }
    }
    System.exit(0);
  }

  private static void run(String name, ModelClient client) throws Exception {
    Set<String> before = threads();
    ExecutorService callers =
        Executors.newFixedThreadPool(STREAMS, work -> new Thread(work, "caller"));
    // The first round finds the compiler at work and connections to be made.
    ask(client, callers);
    Histogram delays = new ConcurrentHistogram(3);
    int failed = 0;
    List<Future<?>> answers = start(client, callers, delays);
    TimeUnit.SECONDS.sleep(5);
    Set<String> threads = threads();
    threads.removeAll(before);
    for (Future<?> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        failed++;
      }
    }
    callers.shutdown();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f | %d | %s |%n",
        name,
        delays.getValueAtPercentile(50) / 1e6,
        delays.getValueAtPercentile(99) / 1e6,
        delays.getValueAtPercentile(99.9) / 1e6,
        failed,
        threads);
  }

  /** The names of all threads but the callers', without their numbers. */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.getName().startsWith("caller")) {
        names.add(thread.getName().replaceAll("[0-9.:]+", "*"));
      }
    }
    return names;
  }

  private static void ask(ModelClient client, ExecutorService callers) throws Exception {
    for (Future<?> answer : start(client, callers, new ConcurrentHistogram(3))) {
      answer.get();
    }
  }

  private static List<Future<?>> start(
      ModelClient client, ExecutorService callers, Histogram delays) {
    List<Future<?>> answers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      answers.add(
          callers.submit(
              () ->
                  client.ask(
                      text -> {
                        if (text.length() > 8) {
                          long sent = Long.parseLong(text.strip());
                          delays.recordValue(Math.max(0, System.nanoTime() - sent));
                        }
                      })));
    }
    return answers;
  }
}
