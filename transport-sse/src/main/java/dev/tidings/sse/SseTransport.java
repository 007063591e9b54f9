package dev.tidings.sse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.ProgressHub;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamObserver;
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
    return builder(hub).build();
  }

  /** A transport of streams that others may carry too; their limits are for all together. */
  public static SseTransport of(TaskStreams streams) {
    return new SseTransport(streams, Dialects.enhanced());
  }

  /** A new builder with the defaults. */
  public static Builder builder(ProgressHub hub) {
    return new Builder(hub);
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

  /**
   * A builder collects a transport's settings; each is checked when it is given. It is not
   * thread-safe.
   */
  public static final class Builder {
    private final TaskStreams.Builder streams;
    private Dialect dialect = Dialects.enhanced();

    private Builder(ProgressHub hub) {
      streams = TaskStreams.builder(hub);
    }

    /**
     * What is spoken with clients whose request names no dialect; the enhanced one unless given.
     */
    @CanIgnoreReturnValue
    public Builder dialect(Dialect spoken) {
      dialect = Objects.requireNonNull(spoken, "dialect");
      return this;
    }

    /** See {@link TaskStreams.Builder#observer}. */
    @CanIgnoreReturnValue
    public Builder observer(StreamObserver streamObserver) {
      streams.observer(streamObserver);
      return this;
    }

    /** What a browser waits before it reconnects; 2 s unless given. */
    @CanIgnoreReturnValue
    public Builder retry(Duration time) {
      streams.retry(time);
      return this;
    }

    /** See {@link TaskStreams.Builder#ping}. */
    @CanIgnoreReturnValue
    public Builder ping(Dialect spoken, Duration time) {
      streams.ping(spoken, time);
      return this;
    }

    /** See {@link TaskStreams.Builder#writeTimeout}; 20 s unless given. */
    @CanIgnoreReturnValue
    public Builder writeTimeout(Duration time) {
      streams.writeTimeout(time);
      return this;
    }

    /** See {@link TaskStreams.Builder#maxSessions}; 10,000 unless given. */
    @CanIgnoreReturnValue
    public Builder maxSessions(int number) {
      streams.maxSessions(number);
      return this;
    }

    /** See {@link TaskStreams.Builder#maxSessionsPerTask}; 2,000 unless given. */
    @CanIgnoreReturnValue
    public Builder maxSessionsPerTask(int number) {
      streams.maxSessionsPerTask(number);
      return this;
    }

    /** See {@link TaskStreams.Builder#maxSessionsPerUser}; 100 unless given. */
    @CanIgnoreReturnValue
    public Builder maxSessionsPerUser(int number) {
      streams.maxSessionsPerUser(number);
      return this;
    }

    /** See {@link TaskStreams.Builder#withoutPings}. */
    @CanIgnoreReturnValue
    public Builder withoutPings() {
      streams.withoutPings();
      return this;
    }

    /** A transport with these settings. */
    public SseTransport build() {
      return new SseTransport(streams.build(), dialect);
    }
  }
}
