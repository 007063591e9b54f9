package dev.tidings.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** Connections to a cluster, each key's commands to the server that has its slot. */
final class ManyServers implements Connections {
  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, byte[]> commands;
  private final StatefulRedisClusterConnection<String, byte[]> transactions;
  private final StatefulRedisClusterPubSubConnection<String, byte[]> subscriptions;
  private final SilentChannels channels;
  private final Transactions together = new Transactions();

  private ManyServers(
      RedisClusterClient client,
      StatefulRedisClusterConnection<String, byte[]> commands,
      StatefulRedisClusterConnection<String, byte[]> transactions,
      StatefulRedisClusterPubSubConnection<String, byte[]> subscriptions,
      SilentChannels channels) {
    this.client = client;
    this.commands = commands;
    this.transactions = transactions;
    this.subscriptions = subscriptions;
    this.channels = channels;
  }

  static CompletionStage<Connections> connect(RedisClusterClient client, SilentChannels channels) {
    return client
        .refreshPartitionsAsync()
        .thenCompose(known -> client.connectAsync(OneServer.CODEC))
        .thenCompose(
            first -> {
              CompletableFuture<StatefulRedisClusterConnection<String, byte[]>> second =
                  client.connectAsync(OneServer.CODEC);
              CompletableFuture<StatefulRedisClusterPubSubConnection<String, byte[]>> third =
                  client.connectPubSubAsync(OneServer.CODEC);
              return CompletableFuture.allOf(second, third)
                  .thenCompose(all -> CompletableFuture.allOf(toEach(first), toEach(second.join())))
                  .<Connections>thenApply(
                      all -> new ManyServers(client, first, second.join(), third.join(), channels))
                  .whenComplete(
                      (opened, fault) -> {
                        if (fault != null) {
                          close(first);
                          Stream.of(second, third)
                              .forEach(
                                  each -> {
                                    var unused = each.thenAccept(ManyServers::close);
                                  });
                        }
                      });
            });
  }

  /** Connects to every server now: what is asked of one that is not connected is refused. */
  private static CompletableFuture<Void> toEach(
      StatefulRedisClusterConnection<String, byte[]> connection) {
    return CompletableFuture.allOf(
        connection.getPartitions().stream()
            .filter(node -> node.getRole().isUpstream())
            .map(node -> to(connection, node))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** By its address, as the connection itself finds the server of a slot. */
  private static CompletableFuture<StatefulRedisConnection<String, byte[]>> to(
      StatefulRedisClusterConnection<String, byte[]> connection, RedisClusterNode node) {
    return connection.getConnectionAsync(node.getUri().getHost(), node.getUri().getPort());
  }

  @Override
  public RedisClusterAsyncCommands<String, byte[]> commands() {
    return commands.async();
  }

  @Override
  public StatefulRedisPubSubConnection<String, byte[]> subscriptions() {
    return subscriptions;
  }

  @Override
  public CompletionStage<RedisAsyncCommands<String, byte[]>> serverOf(String key) {
    return serverOf(commands, key);
  }

  private static CompletionStage<RedisAsyncCommands<String, byte[]>> serverOf(
      StatefulRedisClusterConnection<String, byte[]> connection, String key) {
    RedisClusterNode node = connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
    if (node == null) {
      return CompletableFuture.failedStage(
          new IllegalStateException("no server of the cluster has the slot of '" + key + "'"));
    }
    return to(connection, node).thenApply(StatefulRedisConnection::async);
  }

  /** A transaction is not sent on to where a slot has moved; the next try finds it there. */
  @Override
  public <T> CompletionStage<T> together(
      String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> steps) {
    return serverOf(transactions, key)
        .thenCompose(server -> together.send(server, steps))
        .whenComplete(
            (answer, fault) -> {
              if (fault != null && Reply.of(fault) == Reply.UNAVAILABLE) {
                var unused = client.refreshPartitionsAsync();
              }
            });
  }

  @Override
  public void reconnect() {
    channels.closeAll();
  }

  @Override
  public void close() {
    Stream.of(commands, transactions, subscriptions).forEach(ManyServers::close);
  }

  private static void close(StatefulConnection<String, byte[]> connection) {
    var unused = connection.closeAsync();
  }
}
