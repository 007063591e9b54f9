package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Which tasks an owner has. The store has their ids in a set of the owner, from after they begin; a
 * task that has gone is found missing and taken out by who lists them. Thread-safe.
 */
final class Owners {
  private static final ScanArgs FEW = ScanArgs.Builder.limit(256);

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
    return rest(owner, ScanCursor.INITIAL, new LinkedHashSet<>()).thenApply(List::copyOf);
  }

  /** A few at a time: of very many, the last would wait longer than one answer may take. */
  private CompletionStage<Set<String>> rest(String owner, ScanCursor from, Set<String> found) {
    return link.use(connections -> connections.commands().sscan(keys.owned(owner), from, FEW))
        .thenCompose(
            page ->
                owned(owner, page.getValues())
                    .thenCompose(
                        owned -> {
                          found.addAll(owned);
                          return page.isFinished()
                              ? CompletableFuture.completedStage(found)
                              : rest(owner, page, found);
                        }));
  }

  private CompletionStage<List<String>> owned(String owner, List<byte[]> members) {
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
