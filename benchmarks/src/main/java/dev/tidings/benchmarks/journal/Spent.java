package dev.tidings.benchmarks.journal;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Redis has spent since it was started.
 *
 * @param cpuSeconds of its process
 * @param bytes of its data
 * @param calls of each command
 */
public record Spent(double cpuSeconds, long bytes, Map<String, Long> calls) {
  private static final Pattern CPU = Pattern.compile("(?m)^used_cpu_(?:sys|user):([\\d.]+)");
  private static final Pattern BYTES = Pattern.compile("(?m)^used_memory:(\\d+)");
  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+)");

  /** Nothing, where there is no Redis. */
  public static final Spent NOTHING = new Spent(0, 0, Map.of());

  /** What the Redis of that address has spent. */
  public static Spent of(String address) {
    RedisClient client = RedisClient.create(address);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return parse(connection.sync().info("everything"));
    } finally {
      client.shutdown();
    }
  }

  private static Spent parse(String info) {
    double cpu = 0;
    for (Matcher each = CPU.matcher(info); each.find(); ) {
      cpu += Double.parseDouble(each.group(1));
    }
    Matcher bytes = BYTES.matcher(info);
    long used = bytes.find() ? Long.parseLong(bytes.group(1)) : 0;
    Map<String, Long> calls = new TreeMap<>();
    for (Matcher each = CALLS.matcher(info); each.find(); ) {
      calls.put(each.group(1), Long.parseLong(each.group(2)));
    }
    return new Spent(cpu, used, calls);
  }

  /** What was spent since then on that many pieces, for each of them; empty for nothing. */
  public String perPiece(Spent before, long pieces) {
    if (calls.isEmpty()) {
      return "";
    }
    Map<String, String> more = new TreeMap<>();
    calls.forEach(
        (command, count) -> {
          double each = (count - before.calls.getOrDefault(command, 0L)) / (double) pieces;
          if (each >= 0.005) {
            more.put(command, String.format("%.2f", each));
          }
        });
    return String.format(
        "%.1f µs of CPU, %d bytes, commands %s",
        (cpuSeconds - before.cpuSeconds) * 1e6 / pieces, (bytes - before.bytes) / pieces, more);
  }
}
