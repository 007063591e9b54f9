package dev.tidings.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis of the machine's own, or a Valkey, as a child process with a folder of its own: to be
 * stopped, killed, paused and started again. The environment variable {@code TIDINGS_REDIS_SERVER}
 * names the program, {@code redis-server} unless it does, and {@code TIDINGS_REDIS_HOST} the
 * address that it listens on, {@code 127.0.0.1} unless it does. It is not thread-safe.
 */
public final class RedisServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int TRIES = 5;
  private static final int PATIENCE = 20;

  private final List<String> settings;
  private final Path folder;
  private final int port;
  private Process process;

  private RedisServer(List<String> settings, Path folder, int port, Process process) {
    this.settings = settings;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** The program that is started. */
  public static String program() {
    String named = System.getenv("TIDINGS_REDIS_SERVER");
    return named == null || named.isBlank() ? "redis-server" : named;
  }

  private static String host() {
    String named = System.getenv("TIDINGS_REDIS_HOST");
    return named == null || named.isBlank() ? LOOPBACK : named;
  }

  /**
   * Whether the program is there; true too where the environment says {@code
   * TIDINGS_REQUIRE_REDIS=true}, so that a test that was meant to run fails.
   */
  public static boolean installed() {
    if ("true".equals(System.getenv("TIDINGS_REQUIRE_REDIS"))) {
      return true;
    }
    try {
      Process version =
          new ProcessBuilder(program(), "--version").redirectErrorStream(true).start();
      version.getInputStream().readAllBytes();
      return version.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A server on a free port that writes nothing to disk.
   *
   * @param settings more options, as on its command line
   */
  public static RedisServer start(String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
    all.addAll(List.of(settings));
    Path folder = Files.createTempDirectory("redis");
    for (int i = 1; ; i++) {
      int port = freePort();
      try {
        return new RedisServer(all, folder, port, launch(all, folder, port));
      } catch (IOException taken) {
        if (i == TRIES) {
          throw taken;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(List<String> settings, Path folder, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program(), "--port", String.valueOf(port), "--bind", host(), "--dir"));
    command.add(folder.toString());
    if (!host().equals(LOOPBACK)) {
      // It refuses whoever comes from elsewhere otherwise.
      command.addAll(List.of("--protected-mode", "no"));
    }
    command.addAll(settings);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("Ready to accept connections")) {
        drain(out);
        return process;
      }
      said.append(line).append('\n');
    }
    throw new IOException("it did not start: " + said);
  }

  private static void drain(BufferedReader out) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (out.readLine() != null) {
                  // Only so that it never waits for somebody to read.
                }
              } catch (IOException over) {
                // It was stopped.
              }
            },
            "redis-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Its address, as clients take it. */
  public String address() {
    return "redis://" + host() + ":" + port;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The server stops at once, as a machine that goes: with what it has not yet written. */
  public void kill() throws IOException {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() throws IOException {
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        throw new IOException("it does not end");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server starts again after it was killed, on the same port and folder. */
  public void startAgain() throws IOException {
    process = launch(settings, folder, port);
  }

  /** The server answers nothing from now on, while its connections stay. */
  public void pause() throws IOException {
    signal("STOP");
  }

  /** The server goes on. */
  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    try {
      if (kill.waitFor() != 0) {
        throw new IOException("it cannot be sent " + name);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
