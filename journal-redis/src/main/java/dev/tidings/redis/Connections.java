package dev.tidings.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A process's connections to its store, which come back by themselves after they broke. Nothing
 * here blocks; while a connection is broken, what is asked of it fails at once. Thread-safe.
 */
interface Connections {
  /** For all that is one command. */
  RedisClusterAsyncCommands<String, byte[]> commands();

  /** For subscriptions. */
  StatefulRedisPubSubConnection<String, byte[]> subscriptions();

  /** Commands to the server that has that key, for what is asked of the server itself. */
  CompletionStage<RedisAsyncCommands<String, byte[]>> serverOf(String key);

  /**
   * Has several commands of one key run at once, or none of them.
   *
   * @param steps sends them, and gives the one whose answer counts; it must not wait
   */
  <T> CompletionStage<T> together(
      String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> steps);

  /** Breaks them, and has them come back: the address may lead elsewhere by now. */
  void reconnect();

  /** Lets go of them, at most a second later. */
  void close();
}
