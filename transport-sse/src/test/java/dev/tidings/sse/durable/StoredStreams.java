package dev.tidings.sse.durable;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.dialects.DurableStreams;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.journal.LoopStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams of a server, by path. One hub writes them and another reads them, as in two
 * processes, and between the two is a journal.
 */
final class StoredStreams implements AutoCloseable {
  private static final int MUCH = 1 << 30;

  private final LoopStore store = LoopStore.create();
  private final ProgressHub writer = hub(ProgressHub.builder().journal(store.connect()));
  private final ProgressHub reader = hub(ProgressHub.builder().journal(store.connect()));
  private final TaskStreams sessions = TaskStreams.builder(reader).build();
  private final Map<String, StoredStream> streams = new ConcurrentHashMap<>();
  private final Map<String, DurableStreams> byType = new ConcurrentHashMap<>();
  private final AtomicInteger created = new AtomicInteger();
  private final Duration longPoll;

  StoredStreams(Duration longPoll) {
    this.longPoll = longPoll;
  }

  private static ProgressHub hub(ProgressHubBuilder settings) {
    return settings.factBytes(MUCH).maxBytes(MUCH).maxTasks(MUCH).build();
  }

  /** The stream at a path, unless its time is over. */
  Optional<StoredStream> find(String path) {
    StoredStream stream = streams.get(path);
    if (stream != null && stream.isOver(Instant.now())) {
      remove(path, stream);
      return Optional.empty();
    }
    return Optional.ofNullable(stream);
  }

  /** The stream at a path, which that call has made if there was none. */
  StoredStream findOrCreate(String path, StreamSettings settings) {
    Optional<StoredStream> found = find(path);
    return found.orElseGet(
        () ->
            streams.computeIfAbsent(
                path,
                key ->
                    new StoredStream(
                        settings,
                        writer.start(Task.create("stream" + created.incrementAndGet())),
                        Instant.now())));
  }

  /** Takes a stream away; whoever reads it is told its end. */
  void remove(String path, StoredStream stream) {
    if (streams.remove(path, stream)) {
      writer.forget(stream.id()).toCompletableFuture().join();
    }
  }

  /** The stream as whoever reads it finds it. */
  Optional<TaskView> task(StoredStream stream) {
    return reader.find(stream.id());
  }

  /** The reads of streams of a content type. */
  DurableStreams reads(StreamSettings settings) {
    return byType.computeIfAbsent(
        settings.contentType(),
        type ->
            DurableStreams.builder()
                .messages(type, new StoredMessages())
                .unchanging()
                .longPoll(longPoll)
                .build());
  }

  /** The event streams. */
  TaskStreams sessions() {
    return sessions;
  }

  @Override
  public void close() {
    byType.values().forEach(DurableStreams::close);
    sessions.close();
    writer.close();
    reader.close();
  }
}
