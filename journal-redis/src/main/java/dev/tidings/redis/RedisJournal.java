package dev.tidings.redis;

import dev.tidings.journal.Batch;
import dev.tidings.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A journal on Redis 7.0 or later, or Valkey: one stream a task, which Redis' own rules keep in
 * order and let end once, by plain commands and no script. It is thread-safe.
 *
 * <p>It is made at once, whether Redis is there or not; while Redis is away each call fails, at the
 * latest after the time-out, and connections are tried for at random times until they are back.
 * {@link #available} says whether they are.
 *
 * <p>A process that gives no sign for the lease counts as gone; another ends its tasks as {@code
 * task_lost}, at most a lease and its fifth, and a time-out, after that; or if there is no other,
 * the next that starts, as long after its start. Every key has an expiry from its first moment: an
 * unfinished task's is moved on as long as its process lives, and a finished one's is the
 * retention.
 *
 * <p>Promised is what the store promises: one that loses what it had accepted, by a failover or a
 * power cut, loses it here too. Whoever reads such a task finds the hole, and its streams are cut.
 */
public final class RedisJournal implements Journal {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

  private final Keys keys;
  private final String process = newName();
  private final Store store;
  private final Link link;
  private final RedisStreams streams;
  private final Owners owners;
  private final OwnTasks own;
  private final Lease lease;
  private final Availability availability;
  private final Duration retention;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Hints hints;

  RedisJournal(RedisJournalBuilder settings) {
    Duration keep = settings.keep();
    keys = settings.keys();
    store = settings.store();
    retention = settings.retention();
    link = store.link();
    streams = new RedisStreams(link, keys, keep);
    owners = new Owners(link, keys, streams, keep);
    own = new OwnTasks(link, keys, process, keep, System::nanoTime);
    availability =
        new Availability(store.address(), settings.lease().dividedBy(3), System::nanoTime);
    lease =
        new Lease(
            link,
            keys,
            process,
            settings.lease(),
            keep,
            availability,
            System::nanoTime,
            store.timer());
    link.open();
  }

  private static String newName() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 50, 1L << 56), 36);
  }

  /**
   * A journal with the defaults.
   *
   * @param address {@code redis://[[user]:password@]host[:port][/database]}, {@code rediss://…} for
   *     TLS, or {@code redis-sentinel://host[,host…]/database#name}
   * @throws IllegalArgumentException if it is not such an address
   */
  public static RedisJournal of(String address) {
    return builder(address).build();
  }

  /** A new builder of a journal at that address, as for {@link #of}. */
  public static RedisJournalBuilder builder(String address) {
    return new RedisJournalBuilder(address);
  }

  /** The same for all that have the same prefix, so it is known before Redis is. */
  @Override
  public String mark() {
    return keys.mark();
  }

  @Override
  public boolean available() {
    return availability.available();
  }

  @Override
  public void open(Listener listener) {
    Hints listening = new Hints(link, keys, process, own::ids, listener);
    hints = listening;
    Reaper reaper = new Reaper(link, keys, streams, process, this::append);
    lease.start(
        () -> {
          var unused = listening.ready();
          own.renew();
          store.tick();
        },
        reaper);
    Eviction.warn(link);
  }

  private Hints hints() {
    return Objects.requireNonNull(hints, "open is to be called before anything else");
  }

  @Override
  public CompletionStage<Answer> begin(String task, Optional<String> owner, Batch first) {
    String ownerName = owner.map(Keys::nameOf).orElse("");
    String writer = first.writer();
    CompletionStage<Answer> begun =
        lease
            .held()
            .thenCompose(held -> hints().ready())
            .thenCompose(ready -> own.announce(task, writer, ownerName))
            .thenCompose(
                announced -> streams.begin(task, first, new StreamEntry.Head(process, ownerName)))
            .thenCompose(answer -> begun(task, writer, ownerName, answer));
    return told(begun);
  }

  private CompletionStage<Answer> begun(
      String task, String writer, String ownerName, Answer answer) {
    if (answer != Answer.STORED) {
      own.notBegun(task, writer);
      return CompletableFuture.completedStage(answer);
    }
    own.begun(task, writer, ownerName);
    return ownerName.isEmpty()
        ? CompletableFuture.completedStage(answer)
        : owners.add(ownerName, task).thenApply(added -> answer);
  }

  @Override
  public CompletionStage<Answer> append(String task, Batch batch) {
    return told(
        streams
            .append(task, batch)
            .thenApply(
                answer -> {
                  if (answer == Answer.STORED) {
                    stored(task, batch);
                  } else if (answer != Answer.TAKEN) {
                    own.over(task);
                  }
                  return answer;
                }));
  }

  /** What follows is of use and not of need: were it lost, all would come right a little later. */
  private void stored(String task, Batch batch) {
    streams.hint(task, batch);
    if (!batch.end()) {
      return;
    }
    var unused = streams.expireAfter(task, retention);
    if (own.has(task)) {
      own.over(task);
    } else {
      tellItsProcess(task);
    }
  }

  private void tellItsProcess(String task) {
    var unused =
        streams
            .head(task)
            .thenAccept(head -> head.ifPresent(known -> streams.hintOfEnd(known.process(), task)));
  }

  @Override
  public CompletionStage<Optional<Page>> read(String task, long after) {
    return told(
        streams
            .read(task, after)
            .thenApply(
                page -> {
                  if (page.isEmpty() || page.get().batches().stream().anyMatch(Batch::end)) {
                    own.over(task);
                  }
                  return page;
                }));
  }

  @Override
  public CompletionStage<AutoCloseable> follow(String task) {
    return told(hints().follow(task));
  }

  @Override
  public CompletionStage<List<String>> tasks(String owner) {
    return told(owners.tasks(Keys.nameOf(owner)));
  }

  @Override
  public CompletionStage<Void> forget(String task) {
    return told(
        streams
            .head(task)
            .thenCompose(
                head -> {
                  own.over(task);
                  CompletionStage<Long> removed = streams.remove(task);
                  return head.map(StreamEntry.Head::owner)
                      .filter(owner -> !owner.isEmpty())
                      .map(
                          owner ->
                              removed.thenCombine(owners.remove(owner, task), (log, member) -> log))
                      .orElse(removed);
                })
            .thenAccept(done -> {}));
  }

  /** Every failure is one of an unavailable journal, and is looked at for what it says. */
  private <T> CompletionStage<T> told(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(
        fault -> {
          if (Reply.of(fault) == Reply.READ_ONLY) {
            store.readOnly();
          }
          return CompletableFuture.failedStage(Reply.unavailable(fault));
        });
  }

  /** The call waits at most a second, to tell others that the process goes. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    lease.close(own.isEmpty(), LONGEST_CLOSE);
    store.close();
  }

  /** What this process is called in the store. */
  String process() {
    return process;
  }

  /** Goes without a word, as a process that is killed; for tests. */
  void vanish() {
    closed.set(true);
    lease.stop();
    store.close();
  }
}
