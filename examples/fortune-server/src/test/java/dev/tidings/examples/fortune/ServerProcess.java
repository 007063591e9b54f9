package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;

/** The server as a process of its own, to be killed as a machine that goes. */
final class ServerProcess {
  private static final String READY = "is ready: ";

  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one on a free port, with a JWT secret and those variables. */
  static ServerProcess start(Map<String, String> variables) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().put("PORT", "0");
    builder.environment().put("TIDINGS_JWT_SECRET", Jwts.SECRET);
    builder.environment().putAll(variables);
    Process process = builder.redirectError(Redirect.DISCARD).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      int at = line.indexOf(READY);
      if (at >= 0) {
        return new ServerProcess(process, line.substring(at + READY.length()));
      }
    }
    throw new IOException("the server did not start; it ended with " + exit(process));
  }

  private static int exit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** For calls to it. */
  TestServer calls() {
    return TestServer.at(address, this::kill);
  }

  void kill() {
    process.destroyForcibly();
    int unused = exit(process);
  }
}
