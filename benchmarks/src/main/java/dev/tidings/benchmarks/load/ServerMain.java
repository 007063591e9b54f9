package dev.tidings.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Runs one server in a process of its own, told what to do on its standard input. */
final class ServerMain {
  private ServerMain() {}

  public static void main(String[] args) throws Exception {
    Scenario scenario = Scenario.of(args[1], Integer.parseInt(args[2]));
    LoadServer server =
        switch (args[0]) {
          case "tidings" -> new TidingsServer(scenario, true);
          case "tidings-servlet" -> new TidingsServer(scenario, false);
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
        case "WARM" -> {
          new Ticker(server, scenario, Math.min(scenario.seconds(), 8)).run();
          say("WARMED");
        }
        case "GO" -> go(server, scenario);
        case "END" -> {
          server.end();
          say("ENDED");
        }
        default -> throw new IOException("no command '" + line + "'");
      }
    }
    System.exit(0);
  }

  private static void go(LoadServer server, Scenario scenario) throws Exception {
    long cpu = cpuNanos();
    Ticker ticker = new Ticker(server, scenario, scenario.seconds());
    ticker.run();
    server.settle();
    say("WENT " + (cpuNanos() - cpu) + " " + ticker.made() + " " + ticker.longestCallNanos());
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
