package dev.tidings.redis;

import static dev.tidings.redis.Fixture.awaitUntil;

import dev.tidings.testkit.server.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Three servers that have a third of the slots each. */
final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int SERVERS = 3;

  private final List<RedisServer> servers = new ArrayList<>();

  RedisCluster() throws IOException {
    for (int i = 0; i < SERVERS; i++) {
      servers.add(RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
    }
    for (int i = 0; i < SERVERS; i++) {
      int[] slots = slots(i * SLOTS / SERVERS, (i + 1) * SLOTS / SERVERS);
      ask(servers.get(i), server -> server.clusterAddSlots(slots));
    }
    for (RedisServer other : servers.subList(1, SERVERS)) {
      ask(servers.get(0), server -> server.clusterMeet("127.0.0.1", other.port()));
    }
    for (RedisServer server : servers) {
      awaitUntil(() -> knowsAll(server) ? true : null, "the cluster");
    }
  }

  private static int[] slots(int from, int to) {
    int[] slots = new int[to - from];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = from + i;
    }
    return slots;
  }

  private static boolean knowsAll(RedisServer server) {
    List<String> info = new ArrayList<>();
    ask(server, commands -> info.add(commands.clusterInfo()));
    return info.get(0).contains("cluster_state:ok")
        && info.get(0).contains("cluster_slots_assigned:" + SLOTS);
  }

  private static void ask(RedisServer server, Consumer<RedisCommands<String, String>> what) {
    try (RawRedis raw = new RawRedis(server)) {
      what.accept(raw.commands());
    }
  }

  String address() {
    return servers.get(0).address();
  }

  /** All keys of each server. */
  List<List<String>> keys() {
    List<List<String>> all = new ArrayList<>();
    for (RedisServer server : servers) {
      ask(server, commands -> all.add(commands.keys("*")));
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    for (RedisServer server : servers) {
      server.close();
    }
  }
}
