package dev.tidings.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Runs commands of one key in MULTI and EXEC. Between the two a connection must be sent nothing
 * else, so these have connections that nobody else uses, and are sent under a lock; sending only
 * hands them over.
 */
final class Transactions {
  synchronized <T> CompletionStage<T> send(
      RedisAsyncCommands<String, byte[]> commands,
      Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> steps) {
    var unused = commands.multi();
    RedisFuture<T> answer = steps.apply(commands);
    return commands.exec().thenCompose(all -> answer);
  }
}
