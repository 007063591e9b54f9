package dev.tidings.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A browser that loses its connection again and again, and checks that it misses nothing: ids rise
 * by one through all its connections, and the last event comes once.
 */
final class Client {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final int port;
  private final String task;
  private final RandomGenerator random;
  private @Nullable String lastId;
  private long sequence;
  private int drops;
  private boolean ended;

  Client(int port, String task, RandomGenerator random) {
    this.port = port;
    this.task = task;
    this.random = random;
  }

  int drops() {
    return drops;
  }

  long events() {
    return sequence;
  }

  /** Follows the task to its end. */
  void follow() throws IOException {
    while (!ended) {
      connect();
    }
    HttpURLConnection after = request();
    if (after.getResponseCode() != NO_CONTENT) {
      throw new IllegalStateException(task + ": after its end " + after.getResponseCode());
    }
    after.disconnect();
  }

  private HttpURLConnection request() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/stream/" + task).toURL().openConnection();
    connection.setReadTimeout(60_000);
    if (lastId != null) {
      connection.setRequestProperty("Last-Event-ID", lastId);
    }
    return connection;
  }

  private void connect() throws IOException {
    HttpURLConnection connection = request();
    if (connection.getResponseCode() != OK) {
      throw new IllegalStateException(task + ": " + connection.getResponseCode());
    }
    int events = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : Integer.MAX_VALUE;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          take(line.substring(4));
        } else if (line.startsWith("data: ")) {
          ended |= line.contains("\"enhanced_complete\"") || line.contains("\"enhanced_error\"");
        } else if (line.isEmpty() && --events == 0 && !ended) {
          drops++;
          connection.disconnect();
          return;
        }
      }
    }
    if (!ended) {
      throw new IllegalStateException(task + ": cut off after " + lastId);
    }
  }

  private void take(String id) {
    long next = Long.parseLong(id.replaceAll("^.*-|e$", ""));
    if (next != sequence + 1 || ended) {
      throw new IllegalStateException(task + ": " + id + " came after " + lastId);
    }
    sequence = next;
    lastId = id;
  }
}
