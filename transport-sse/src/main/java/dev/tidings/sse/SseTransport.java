package dev.tidings.sse;

import dev.tidings.ProgressHub;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A transport streams a hub's tasks. A host asks it how to {@link #respond} to each client. It is
 * thread-safe; all pings and time-outs share the hub's one timer.
 */
public final class SseTransport implements AutoCloseable {
  private final TaskStreams streams;
  private final Dialect dialect;

  private SseTransport(TaskStreams streams, Dialect dialect) {
    this.streams = streams;
    this.dialect = dialect;
  }

  /** A transport of the hub's tasks with the defaults. */
  public static SseTransport of(ProgressHub hub) {
    return of(TaskStreams.of(hub));
  }

  /**
   * A transport of streams that others may carry too. What a host sets of them, their limits and
   * times, it sets in {@link TaskStreams#builder}.
   */
  public static SseTransport of(TaskStreams streams) {
    return new SseTransport(streams, Dialects.enhanced());
  }

  /**
   * A transport of the same streams that speaks the dialect with clients whose request names none;
   * unless this is called, that is the enhanced one.
   */
  public SseTransport speaking(Dialect spoken) {
    return new SseTransport(streams, Objects.requireNonNull(spoken, "dialect"));
  }

  /**
   * How to answer a client that may see every task, where the hub looks the task up, which may wait
   * as {@link ProgressHub#find} does. Where tasks belong to somebody, look it up, ask its owner,
   * and {@linkplain #respond(StreamRequest, Optional) say which it is}.
   */
  public SseResponse respond(StreamRequest request) {
    return respond(request, streams.hub().find(request.taskId()));
  }

  /**
   * How to answer a client. The host has checked that the client may see the task, and may find the
   * answer's kind before it asks for the stream.
   *
   * @param found the task of the request's id; empty if there is none, or the client is to be told
   *     so
   */
  public SseResponse respond(StreamRequest request, Optional<? extends TaskView> found) {
    return new SseResponse(streams.respond(request, dialect, found));
  }

  /** How many sessions run now, those of other transports of the same streams included. */
  public int sessions() {
    return streams.sessions();
  }

  /**
   * The call refuses new streams and ends those that run: each in order if its client takes what is
   * left within the bound, otherwise by cutting it off. The hub is to be closed first, so that each
   * stream gets its task's terminal event.
   *
   * @throws InterruptedException if interrupted; the streams are cut off then
   */
  public void drain(Duration bound) throws InterruptedException {
    streams.drain(bound);
  }

  /** The call refuses new streams and cuts off those that run. */
  @Override
  public void close() {
    streams.close();
  }
}
