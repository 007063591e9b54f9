package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.ScoredValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the tasks of processes that are dead, as {@code task_lost}. Several processes may do so at
 * once: a task takes one end. Nothing is taken out of the store before it was ended, and a process
 * only if it has given no sign since, so one that wakes again is still known.
 */
final class Reaper implements Lease.Judge {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.redis");

  /** So many tasks are ended at a time. */
  private static final int AT_A_TIME = 64;

  private final Link link;
  private final Keys keys;
  private final RedisStreams streams;
  private final String process;
  private final BiFunction<String, Batch, CompletionStage<?>> end;
  private final AtomicLong ends = new AtomicLong();

  /**
   * A reaper for a process.
   *
   * @param end appends an end to a task
   */
  Reaper(
      Link link,
      Keys keys,
      RedisStreams streams,
      String process,
      BiFunction<String, Batch, CompletionStage<?>> end) {
    this.link = link;
    this.keys = keys;
    this.streams = streams;
    this.process = process;
    this.end = end;
  }

  @Override
  public CompletionStage<Void> judge(long beforeMicros, long nowMillis) {
    Range<Double> tooLongAgo =
        Range.from(Boundary.unbounded(), Boundary.including((double) beforeMicros));
    return link.use(
            connections ->
                connections.commands().zrangebyscoreWithScores(keys.processes(), tooLongAgo))
        .thenCompose(
            dead -> {
              CompletionStage<Void> all = CompletableFuture.completedStage(null);
              for (ScoredValue<byte[]> each : dead) {
                all = all.thenCompose(done -> bury(each, nowMillis));
              }
              return all;
            });
  }

  private CompletionStage<Void> bury(ScoredValue<byte[]> dead, long nowMillis) {
    String name = new String(dead.getValue(), UTF_8);
    return link.use(connections -> connections.commands().smembers(keys.running(name)))
        .thenCompose(
            members -> {
              List<String> tasks = members.stream().map(m -> new String(m, UTF_8)).toList();
              if (!tasks.isEmpty()) {
                log.warn("Process {} is gone; its {} tasks are ended as lost", name, tasks.size());
              }
              return endAll(name, tasks, 0, nowMillis);
            })
        .thenCompose(done -> takeOut(dead));
  }

  private CompletionStage<Void> endAll(String dead, List<String> tasks, int from, long nowMillis) {
    if (from >= tasks.size()) {
      return CompletableFuture.completedStage(null);
    }
    List<String> some = tasks.subList(from, Math.min(tasks.size(), from + AT_A_TIME));
    CompletableFuture<?>[] all =
        some.stream()
            .map(task -> endOne(dead, task, nowMillis).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all)
        .thenCompose(done -> endAll(dead, tasks, from + AT_A_TIME, nowMillis));
  }

  /**
   * A task of that id may be another process's: the dead one only wanted to begin it. One that has
   * not begun stays in the set, for its process may still wake and begin it.
   */
  private CompletionStage<Void> endOne(String dead, String task, long nowMillis) {
    return streams
        .head(task)
        .thenCompose(
            head -> {
              if (head.isEmpty()) {
                return CompletableFuture.<Void>completedStage(null);
              }
              CompletionStage<?> ended =
                  head.get().process().equals(dead)
                      ? end.apply(task, lost(nowMillis))
                      : CompletableFuture.completedStage(task);
              return ended.thenCompose(done -> takeOut(dead, task));
            });
  }

  private Batch lost(long nowMillis) {
    String writer = process + "r" + Long.toString(ends.incrementAndGet(), Character.MAX_RADIX);
    return Batch.of(writer, new Entry.Broke(nowMillis, TaskFailure.of(FailureCode.TASK_LOST)));
  }

  private CompletionStage<Void> takeOut(String dead, String task) {
    return link.use(
            connections -> connections.commands().srem(keys.running(dead), StreamEntry.bytes(task)))
        .thenAccept(count -> {});
  }

  /** By the time of its last sign, so that one that has given another since stays. */
  private CompletionStage<Void> takeOut(ScoredValue<byte[]> dead) {
    Range<Double> then = Range.create(dead.getScore(), dead.getScore());
    return link.use(connections -> connections.commands().zremrangebyscore(keys.processes(), then))
        .thenAccept(count -> {});
  }
}
