package dev.tidings.redis;

import dev.tidings.journal.Batch;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.journal.Journal.Page;
import io.lettuce.core.ExpireArgs;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The streams of tasks, by Redis' own rules: a stream takes an id only behind its last one, and
 * nothing behind the greatest; a command that must not make a key says so. What Redis says to an
 * append is given its meaning here. Thread-safe.
 */
final class RedisStreams {
  /** So many entries are read at once. */
  private static final int PAGE = 128;

  private final Link link;
  private final Keys keys;
  private final Duration keep;

  /**
   * The streams of a store.
   *
   * @param keep how long a task that begins stays unless it is given more time
   */
  RedisStreams(Link link, Keys keys, Duration keep) {
    this.link = link;
    this.keys = keys;
    this.keep = keep;
  }

  /** Makes the stream of a task, which has an expiry from its first moment. */
  CompletionStage<Answer> begin(String task, Batch first, StreamEntry.Head head) {
    String key = keys.log(task);
    CompletionStage<String> added =
        link.use(
            connections ->
                connections.together(
                    key,
                    commands -> {
                      RedisFuture<String> id =
                          commands.xadd(
                              key,
                              new XAddArgs().id(StreamEntry.HEAD),
                              StreamEntry.fields(first, head));
                      // Of a stream that is there already the time stays as it is.
                      var unused = commands.pexpire(key, keep, ExpireArgs.Builder.nx());
                      return id;
                    }));
    return answer(added, fault -> whyNotBegun(task, first, fault));
  }

  private CompletionStage<Answer> whyNotBegun(String task, Batch first, Throwable fault) {
    return switch (Reply.of(fault)) {
      case NOT_GREATER, ENDED ->
          isAt(task, StreamEntry.HEAD, first)
              .thenApply(same -> same ? Answer.STORED : Answer.TAKEN);
      case READ_ONLY, UNAVAILABLE -> CompletableFuture.failedStage(fault);
    };
  }

  /** Puts a batch behind the others, or an end wherever that is. */
  CompletionStage<Answer> append(String task, Batch batch) {
    String key = keys.log(task);
    String id = StreamEntry.id(batch);
    CompletionStage<String> added =
        link.use(
            connections ->
                connections
                    .commands()
                    .xadd(key, new XAddArgs().nomkstream().id(id), StreamEntry.fields(batch)));
    return answer(added, fault -> whyNotAppended(task, batch, id, fault));
  }

  private CompletionStage<Answer> whyNotAppended(
      String task, Batch batch, String id, Throwable fault) {
    return switch (Reply.of(fault)) {
      case NOT_GREATER ->
          isAt(task, id, batch).thenApply(same -> same ? Answer.STORED : Answer.TAKEN);
      case ENDED ->
          batch.end()
              ? isAt(task, id, batch).thenApply(same -> same ? Answer.STORED : Answer.ENDED)
              : CompletableFuture.completedStage(Answer.ENDED);
      case READ_ONLY, UNAVAILABLE -> CompletableFuture.failedStage(fault);
    };
  }

  /** An id is of what was stored; none, of a stream that was not there. */
  private static CompletionStage<Answer> answer(
      CompletionStage<String> added, Function<Throwable, CompletionStage<Answer>> why) {
    return added
        .handle(
            (id, fault) ->
                fault != null
                    ? why.apply(fault)
                    : CompletableFuture.completedStage(id == null ? Answer.GONE : Answer.STORED))
        .thenCompose(answer -> answer);
  }

  private CompletionStage<Boolean> isAt(String task, String id, Batch batch) {
    return entry(task, id)
        .thenApply(known -> known.filter(e -> StreamEntry.batch(e).isSameAs(batch)).isPresent());
  }

  private CompletionStage<Optional<StreamMessage<String, byte[]>>> entry(String task, String id) {
    return link.use(
        connections ->
            connections
                .commands()
                .xrange(keys.log(task), Range.create(id, id))
                .thenApply(entries -> entries.stream().findFirst()));
  }

  /** What the first entry says of a task; empty if there is none. */
  CompletionStage<Optional<StreamEntry.Head>> head(String task) {
    return entry(task, StreamEntry.HEAD).thenApply(first -> first.map(StreamEntry::head));
  }

  CompletionStage<Optional<Page>> read(String task, long after) {
    String key = keys.log(task);
    Range<String> rest =
        Range.from(Boundary.including(StreamEntry.after(after)), Boundary.unbounded());
    return link.use(
        connections ->
            connections
                .commands()
                .xrange(key, rest, Limit.from(PAGE))
                .thenCompose(
                    entries ->
                        entries.isEmpty()
                            ? connections
                                .commands()
                                .exists(key)
                                .thenApply(
                                    count ->
                                        count == 0
                                            ? Optional.<Page>empty()
                                            : Optional.of(new Page(List.of(), false)))
                            : CompletableFuture.completedStage(Optional.of(page(entries, after)))));
  }

  /** An end with a number may be one that the reader has: its id does not tell. */
  private static Page page(List<StreamMessage<String, byte[]>> entries, long after) {
    List<Batch> batches =
        entries.stream()
            .map(StreamEntry::batch)
            .filter(batch -> batch.first() == 0 || batch.first() + batch.count() - 1 > after)
            .toList();
    boolean ended = !batches.isEmpty() && batches.get(batches.size() - 1).end();
    return new Page(batches, entries.size() == PAGE && !ended);
  }

  /** Has a task go after a time. */
  CompletionStage<Boolean> expireAfter(String task, Duration time) {
    return link.use(connections -> connections.commands().pexpire(keys.log(task), time));
  }

  CompletionStage<Long> remove(String task) {
    return link.use(connections -> connections.commands().del(keys.log(task)));
  }

  /** Tells whoever follows a task that it has grown, and by what if that is little. */
  void hint(String task, Batch stored) {
    byte[] message = HintForm.of(stored);
    var unused = link.use(connections -> connections.commands().publish(keys.hints(task), message));
  }

  /** Tells a process that another has ended a task of its. */
  void hintOfEnd(String process, String task) {
    var unused =
        link.use(
            connections ->
                connections.commands().publish(keys.ends(process), StreamEntry.bytes(task)));
  }
}
