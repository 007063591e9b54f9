package dev.tidings.examples.fortune;

import static java.util.stream.Collectors.joining;

import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx in front of servers, set as docs/many-machines.md says. */
final class Nginx implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final int port;

  private Nginx(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Whether it and a Redis are there. */
  static boolean installed() {
    boolean required = "true".equals(System.getenv("TIDINGS_REQUIRE_REDIS"));
    return RedisServer.installed() && (required || Files.isExecutable(Path.of("/usr/sbin/nginx")));
  }

  static Nginx before(TestServer... servers) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("nginx");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.writeString(folder.resolve("nginx.conf"), configuration(port, List.of(servers)));
    Process process =
        new ProcessBuilder(
                "/usr/sbin/nginx",
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                folder.resolve("nginx.conf").toString())
            .inheritIO()
            .start();
    Nginx nginx = new Nginx(process, folder, port);
    nginx.awaitListening();
    return nginx;
  }

  private static String configuration(int port, List<TestServer> servers) {
    return """
        daemon off;
        pid nginx.pid;
        worker_processes 1;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          upstream tidings {
        %s
            keepalive 64;
          }
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://tidings;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
              proxy_read_timeout 60s;
              proxy_next_upstream error timeout http_503;
            }
          }
        }
        """
        .formatted(
            servers.stream()
                .map(server -> "    server 127.0.0.1:" + server.port() + ";")
                .collect(joining("\n")),
            port);
  }

  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("nginx did not start: " + Files.readString(folder.resolve("error.log")));
  }

  /** For calls through it. */
  TestServer calls() {
    return TestServer.at("http://127.0.0.1:" + port, () -> {});
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
