package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Which tasks an owner has. The store has their ids in a set of the owner, from after they begin; a
 * task that has gone is found missing and taken out by who lists them. Thread-safe.
 */
final class Owners {
  private final Link link;
  private final Keys keys;
  private final RedisStreams streams;
  private final Duration keep;

  Owners(Link link, Keys keys, RedisStreams streams, Duration keep) {
    this.link = link;
    this.keys = keys;
    this.streams = streams;
    this.keep = keep;
  }

  /** How long an owner's set stays: longer than any task in it. */
  static Duration life(Duration keep) {
    return keep.multipliedBy(2);
  }

  CompletionStage<Long> add(String owner, String task) {
    String key = keys.owned(owner);
    return link.use(
        connections ->
            connections.together(
                key,
                commands -> {
                  var added = commands.sadd(key, StreamEntry.bytes(task));
                  var unused = commands.pexpire(key, life(keep));
                  return added;
                }));
  }

  CompletionStage<Long> remove(String owner, String task) {
    return link.use(
        connections -> connections.commands().srem(keys.owned(owner), StreamEntry.bytes(task)));
  }

  CompletionStage<List<String>> tasks(String owner) {
    return link.use(connections -> connections.commands().smembers(keys.owned(owner)))
        .thenCompose(
            members -> {
              List<String> ids = members.stream().map(member -> new String(member, UTF_8)).toList();
              List<CompletableFuture<Boolean>> owned =
                  ids.stream().map(id -> isOwned(owner, id).toCompletableFuture()).toList();
              return CompletableFuture.allOf(owned.toArray(CompletableFuture<?>[]::new))
                  .thenApply(
                      all ->
                          IntStream.range(0, ids.size())
                              .filter(i -> owned.get(i).join())
                              .mapToObj(ids::get)
                              .toList());
            });
  }

  /** An id may have been used again, by another. */
  private CompletionStage<Boolean> isOwned(String owner, String task) {
    return streams
        .head(task)
        .thenApply(
            head -> {
              boolean owned = head.filter(known -> known.owner().equals(owner)).isPresent();
              if (!owned) {
                var unused = remove(owner, task);
              }
              return owned;
            });
  }
}
