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
import java.util.concurrent.TimeUnit;

/** A {@link ServerMain} as a child process, which is told a word and answers with a line. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final int port;

  /**
   * Starts it, and waits until it listens.
   *
   * @param redis where its tasks are shared, if they are
   */
  ServerProcess(String server, Scenario scenario, String... redis) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
    command.addAll(List.of(redis));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    port = (int) answer("PORT")[0];
  }

  int port() {
    return port;
  }

  /** The CPU time that it has used, in nanoseconds. */
  long cpu() throws IOException {
    return ask("CPU", "CPU")[0];
  }

  /** The bytes of its live heap. */
  long heap() throws IOException {
    return ask("HEAP", "HEAP")[0];
  }

  /** Tells it the word; the numbers of its answer. */
  long[] ask(String word, String reply) throws IOException {
    in.write(word);
    in.newLine();
    in.flush();
    return answer(reply);
  }

  private long[] answer(String word) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(word)) {
        return Arrays.stream(line.split(" ")).skip(1).mapToLong(Long::parseLong).toArray();
      }
    }
    throw new IOException("the server stopped before it said " + word);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
