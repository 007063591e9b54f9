package dev.tidings.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The tasks that this process works on. The store has their ids in a set of the process, from
 * before they begin until after their end, so that somebody can end them when the process is gone.
 * Thread-safe.
 */
final class OwnTasks {
  /** A task, and when its keys were last given time. */
  private static final class Own {
    private final String writer;
    private final String owner;
    private volatile long renewedNanos;

    Own(String writer, String owner, long nowNanos) {
      this.writer = writer;
      this.owner = owner;
      renewedNanos = nowNanos;
    }
  }

  private final Link link;
  private final Keys keys;
  private final String process;
  private final Duration keep;
  private final LongSupplier nanos;
  private final ConcurrentMap<String, Own> tasks = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param keep how long the keys of an unfinished task stay after its process's last sign
   */
  OwnTasks(Link link, Keys keys, String process, Duration keep, LongSupplier nanos) {
    this.link = link;
    this.keys = keys;
    this.process = process;
    this.keep = keep;
    this.nanos = nanos;
  }

  /** Has the store know that this process is about to begin a task. */
  CompletionStage<Long> announce(String task, String writer, String owner) {
    tasks.putIfAbsent(task, new Own(writer, owner, nanos.getAsLong()));
    return link.use(connections -> putIntoSet(connections, task));
  }

  private CompletionStage<Long> putIntoSet(Connections connections, String task) {
    String key = keys.running(process);
    return connections.together(
        key,
        commands -> {
          var added = commands.sadd(key, StreamEntry.bytes(task));
          var unused = commands.pexpire(key, keep);
          return added;
        });
  }

  /** The task has begun. */
  void begun(String task, String writer, String owner) {
    tasks.put(task, new Own(writer, owner, nanos.getAsLong()));
  }

  /** The task that was announced by that writer is somebody else's. */
  void notBegun(String task, String writer) {
    Own known = tasks.get(task);
    if (known != null && known.writer.equals(writer) && tasks.remove(task, known)) {
      forget(task);
    }
  }

  /** The task has an end, or is gone. */
  void over(String task) {
    if (tasks.remove(task) != null) {
      forget(task);
    }
  }

  /** Were this lost, whoever ends the tasks of a dead process would find an end there already. */
  private void forget(String task) {
    var unused =
        link.use(
            connections ->
                connections.commands().srem(keys.running(process), StreamEntry.bytes(task)));
  }

  boolean has(String task) {
    return tasks.containsKey(task);
  }

  Set<String> ids() {
    return Set.copyOf(tasks.keySet());
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /** Gives the keys of tasks more time, of each when a third of it has passed. */
  void renew() {
    long now = nanos.getAsLong();
    tasks.forEach(
        (task, own) -> {
          if (now - own.renewedNanos >= keep.toNanos() / 3) {
            own.renewedNanos = now;
            var unused = link.use(connections -> renew(connections, task, own));
          }
        });
  }

  private CompletionStage<Boolean> renew(Connections connections, String task, Own own) {
    CompletionStage<Boolean> log = connections.commands().pexpire(keys.log(task), keep);
    CompletionStage<Boolean> owned =
        own.owner.isEmpty()
            ? CompletableFuture.completedStage(true)
            : connections.commands().pexpire(keys.owned(own.owner), Owners.life(keep));
    return putIntoSet(connections, task)
        .thenCompose(added -> log.thenCombine(owned, (one, two) -> one && two))
        .whenComplete(
            (done, fault) -> {
              if (fault != null) {
                own.renewedNanos = nanos.getAsLong() - keep.toNanos() / 3;
              }
            });
  }
}
