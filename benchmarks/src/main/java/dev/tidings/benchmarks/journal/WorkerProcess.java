package dev.tidings.benchmarks.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} in a process of its own, which begins, and later ends, when it is told to. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  private WorkerProcess(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** What runs in the process. */
  public static void main(String[] arguments) throws IOException {
    Load load = Load.of(List.of(arguments).subList(2, arguments.length).toArray(String[]::new));
    try (Way way = Way.of(arguments[0], arguments[1])) {
      Worker worker = new Worker(way, load);
      System.out.println("started");
      System.in.read();
      worker.run();
      System.out.println(worker.latencies());
      // The follower has its own last pieces before the tasks end.
      System.in.read();
    }
  }

  /** Starts it, and waits until its tasks have begun. */
  static WorkerProcess start(String way, String redis, Load load) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                way,
                redis));
    command.addAll(List.of(load.numbers()));
    WorkerProcess started =
        new WorkerProcess(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    started.answer();
    return started;
  }

  /** It goes on. */
  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The next line that it says. */
  String answer() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the worker is gone");
    }
    return line;
  }

  /** As kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
