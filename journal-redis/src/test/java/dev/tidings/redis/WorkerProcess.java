package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** A {@link WorkerMain} in a process of its own. */
final class WorkerProcess {
  private final Process process;
  private final String owner;

  private WorkerProcess(Process process, String owner) {
    this.process = process;
    this.owner = owner;
  }

  /** Whose tasks it has. */
  String owner() {
    return owner;
  }

  static WorkerProcess start(String address, long seed) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                address,
                String.valueOf(seed))
            .redirectError(Redirect.DISCARD)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    if (out.readLine() == null) {
      throw new IOException("the worker did not start");
    }
    return new WorkerProcess(process, WorkerMain.owner(String.valueOf(seed)));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
