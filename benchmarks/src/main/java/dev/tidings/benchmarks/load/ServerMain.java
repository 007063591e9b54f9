package dev.tidings.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Runs one server in a process of its own, told what to do on its standard input. */
final class ServerMain {
  private static final int WARM_UP_SECONDS = 20;

  /** The warm-up goes on while the JIT compiler works for more than this in each such round. */
  private static final int ROUND_SECONDS = 5;

  private static final int MOST_ROUNDS = 8;
  private static final int COMPILING_MILLIS = 50;
  private static final int LONGEST_WARM_UP_SECONDS =
      WARM_UP_SECONDS + MOST_ROUNDS * ROUND_SECONDS + 10;

  private ServerMain() {}

  public static void main(String[] args) throws Exception {
    Scenario scenario = Scenario.of(args[1], Integer.parseInt(args[2]));
    LoadServer server =
        switch (args[0]) {
          case "tidings" -> new TidingsServer(scenario, TidingsServer.Wire.JETTY);
          case "tidings-ai-sdk" -> new TidingsServer(scenario, TidingsServer.Wire.AI_SDK);
          case "tidings-servlet" -> new TidingsServer(scenario, TidingsServer.Wire.SERVLET);
          case "tidings-websocket" -> new TidingsServer(scenario, TidingsServer.Wire.WEBSOCKET);
          case "tidings-redis" -> TidingsServer.worker(scenario, args[3]);
          case "tidings-elsewhere" -> TidingsServer.elsewhere(scenario, args[3]);
          case "javalin" -> new JavalinServer(scenario);
          case "spring" -> new SpringServer(scenario);
          case "floor" -> new FloorServer(scenario);
          case "host" -> new HostOnlyServer(scenario);
          default -> throw new IllegalArgumentException("no server '" + args[0] + "'");
        };
    say("PORT " + server.start());
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      switch (line) {
        case "HEAP" -> say("HEAP " + liveHeap());
        case "CPU" -> say("CPU " + cpuNanos());
        case "WARM" -> {
          atMost(LONGEST_WARM_UP_SECONDS, () -> warmUp(server, scenario));
          say("WARMED");
        }
        case "GO" -> go(server, scenario);
        case "END" -> {
          atMost(10, server::end);
          say("ENDED");
        }
        default -> throw new IOException("no command '" + line + "'");
      }
    }
    System.exit(0);
  }

  /** What is measured is a server that has been running, not the compiler beside it. */
  private static void warmUp(LoadServer server, Scenario scenario) throws Exception {
    new Ticker(server, scenario, WARM_UP_SECONDS).run();
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long before = compiler.getTotalCompilationTime();
      new Ticker(server, scenario, ROUND_SECONDS).run();
      if (compiler.getTotalCompilationTime() - before < COMPILING_MILLIS) {
        return;
      }
    }
  }

  private static void go(LoadServer server, Scenario scenario) throws Exception {
    Ticker ticker = new Ticker(server, scenario, scenario.seconds());
    atMost(scenario.seconds() + 5, ticker::run);
    say("WENT " + ticker.made() + " " + ticker.longestCallNanos());
  }

  /** What a client that stalls holds up may never return. */
  private static void atMost(int seconds, Callable action) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try {
                action.call();
              } catch (Exception failed) {
                failed.printStackTrace();
              }
            },
            "maker");
    thread.setDaemon(true);
    thread.start();
    thread.join(seconds * 1000L);
  }

  private interface Callable {
    void call() throws Exception;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long liveHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
