package dev.tidings.redis;

import dev.tidings.testkit.server.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;

/** A connection of the test's own, past the journal. */
final class RawRedis implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  RawRedis(RedisServer server) {
    client = RedisClient.create(server.address());
    connection = client.connect();
  }

  RedisCommands<String, String> commands() {
    return connection.sync();
  }

  RedisAsyncCommands<String, String> async() {
    return connection.async();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
