package dev.tidings.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** Connections to one server, or to whichever is primary where Sentinel says so. */
final class OneServer implements Connections {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final StatefulRedisConnection<String, byte[]> commands;
  private final StatefulRedisConnection<String, byte[]> transactions;
  private final StatefulRedisPubSubConnection<String, byte[]> subscriptions;
  private final SilentChannels channels;
  private final Transactions together = new Transactions();

  private OneServer(
      StatefulRedisConnection<String, byte[]> commands,
      StatefulRedisConnection<String, byte[]> transactions,
      StatefulRedisPubSubConnection<String, byte[]> subscriptions,
      SilentChannels channels) {
    this.commands = commands;
    this.transactions = transactions;
    this.subscriptions = subscriptions;
    this.channels = channels;
  }

  static CompletionStage<Connections> connect(
      RedisClient client, RedisURI address, SilentChannels channels) {
    CompletableFuture<StatefulRedisConnection<String, byte[]>> first =
        client.connectAsync(CODEC, address).toCompletableFuture();
    CompletableFuture<StatefulRedisConnection<String, byte[]>> second =
        client.connectAsync(CODEC, address).toCompletableFuture();
    CompletableFuture<StatefulRedisPubSubConnection<String, byte[]>> third =
        client.connectPubSubAsync(CODEC, address).toCompletableFuture();
    return CompletableFuture.allOf(first, second, third)
        .<Connections>thenApply(
            all -> new OneServer(first.join(), second.join(), third.join(), channels))
        .whenComplete(
            (opened, fault) -> {
              if (fault != null) {
                Stream.of(first, second, third)
                    .forEach(
                        each -> {
                          var unused = each.thenAccept(OneServer::close);
                        });
              }
            });
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
    return CompletableFuture.completedStage(commands.async());
  }

  @Override
  public <T> CompletionStage<T> together(
      String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> steps) {
    return together.send(transactions.async(), steps);
  }

  @Override
  public void reconnect() {
    channels.closeAll();
  }

  @Override
  public void close() {
    Stream.of(commands, transactions, subscriptions).forEach(OneServer::close);
  }

  private static void close(StatefulConnection<String, byte[]> connection) {
    var unused = connection.closeAsync();
  }
}
