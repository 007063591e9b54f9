package dev.tidings.benchmarks.journal;

import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.function.Consumer;

/**
 * What a team would write with Redis Streams alone: an entry for each piece, and a blocking read on
 * a connection of its own for each reader.
 */
final class XreadWay implements Way {
  private static final long BLOCK_MILLIS = 5_000;
  private static final String PIECE = "piece";

  private final RedisClient client;
  private final RedisAsyncCommands<String, String> writes;

  XreadWay(String redis) {
    client = RedisClient.create(redis);
    writes = client.connect().async();
  }

  private static String key(int task) {
    return "load:" + task;
  }

  @Override
  public void start(int task) {
    say(task, "");
  }

  @Override
  public void say(int task, String piece) {
    var unused = writes.xadd(key(task), PIECE, piece);
  }

  @Override
  public void follow(int task, Consumer<String> texts, Runnable ended) {
    StatefulRedisConnection<String, String> own = client.connect();
    next(own.async(), key(task), "0", texts);
  }

  private void next(
      RedisAsyncCommands<String, String> reads, String key, String after, Consumer<String> texts) {
    var unused =
        reads
            .xread(XReadArgs.Builder.block(BLOCK_MILLIS), StreamOffset.from(key, after))
            .thenAccept(
                messages -> {
                  String last = after;
                  for (var message : messages) {
                    texts.accept(message.getBody().get(PIECE));
                    last = message.getId();
                  }
                  next(reads, key, last, texts);
                });
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
