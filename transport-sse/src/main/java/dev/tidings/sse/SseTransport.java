package dev.tidings.sse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.Position;
import dev.tidings.ProgressHub;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.internal.stream.Opening;
import dev.tidings.internal.stream.Streams;
import dev.tidings.sse.SseResponse.Kind;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.Voice;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Streams a hub's tasks. A host asks it how to {@link #respond} to each client. Thread-safe; all
 * pings and time-outs share the hub's one timer.
 */
public final class SseTransport implements AutoCloseable {
  /** Counted in nanoseconds, three times this still fits a long. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration SLOWEST_TICK = Duration.ofSeconds(1);

  private final ProgressHub hub;
  private final Streams streams;
  private final Dialect dialect;
  private final Map<String, Duration> pings;
  private final boolean silent;

  private SseTransport(Builder settings) {
    hub = settings.hub;
    dialect = settings.dialect;
    pings = Map.copyOf(settings.pings);
    silent = settings.silent;
    streams =
        new Streams(
            hub,
            SseFraming.INSTANCE,
            new Streams.Settings(
                settings.observer,
                settings.retry,
                settings.writeTimeout,
                tickPeriod(settings),
                settings.maxSessions,
                settings.maxSessionsPerTask,
                settings.maxSessionsPerUser));
  }

  /** Often enough for the shortest of the times. */
  private static Duration tickPeriod(Builder settings) {
    return Stream.concat(settings.pings.values().stream(), Stream.of(settings.writeTimeout))
        .map(time -> time.dividedBy(8))
        .filter(time -> time.compareTo(SLOWEST_TICK) < 0)
        .min(Comparator.naturalOrder())
        .orElse(SLOWEST_TICK);
  }

  /** A transport of the hub's tasks with the defaults. */
  public static SseTransport of(ProgressHub hub) {
    return builder(hub).build();
  }

  /** A new builder with the defaults. */
  public static Builder builder(ProgressHub hub) {
    return new Builder(hub);
  }

  /**
   * How to answer a client that may see every task, where the hub looks the task up, which may wait
   * as {@link ProgressHub#find} does. Where tasks belong to somebody, look it up, ask its owner,
   * and {@linkplain #respond(SseRequest, Optional) say which it is}.
   */
  public SseResponse respond(SseRequest request) {
    return respond(request, hub.find(request.taskId()));
  }

  /**
   * How to answer a client. The host has checked that the client may see the task, and may find the
   * answer's kind before it asks for the stream.
   *
   * @param found the task of the request's id; empty if there is none, or the client is to be told
   *     so
   */
  public SseResponse respond(SseRequest request, Optional<? extends TaskView> found) {
    Dialect spoken = request.dialect().orElse(dialect);
    if (Streams.isEnd(request.lastEventId())) {
      return SseResponse.refused(
          Kind.NOTHING_MORE, "the task has ended and you have its end; there is no more", spoken);
    }
    if (found.isEmpty()) {
      return answerUnknown(request, spoken);
    }
    TaskView task = found.get();
    Position place = Streams.place(task, request.lastEventId());
    long terminal = task.terminalSequence();
    return terminal > 0 && place.after() == terminal
        ? SseResponse.refused(Kind.NOTHING_MORE, "the task has ended and you have its end", spoken)
        : open(request, spoken, task, place);
  }

  /** Whoever comes back is told that the task is lost; whoever comes first, that there is none. */
  private SseResponse answerUnknown(SseRequest request, Dialect spoken) {
    if (request.lastEventId().isEmpty() || !Task.isId(request.taskId())) {
      return SseResponse.refused(
          Kind.UNKNOWN_TASK, "there is no task '" + request.taskId() + "'", spoken);
    }
    TaskView lost = hub.lost(Task.create(request.taskId()).locale(request.locale()));
    return open(request, spoken, lost, Position.after(lost.terminalSequence() - 1));
  }

  private SseResponse open(SseRequest request, Dialect spoken, TaskView task, Position place) {
    Voice voice = request.voice().orElseGet(spoken::voice);
    Optional<Streams.Refused> refusal = streams.refusal(task, request.user().orElse(null));
    if (refusal.isPresent()) {
      return refused(refusal.get(), spoken);
    }
    if (!Streams.reaches(task, place, spoken, voice)) {
      return SseResponse.refused(
          Kind.GONE, "what followed that event is not kept any more; begin without an id", spoken);
    }
    Opening opening =
        new Opening(
            spoken,
            voice,
            place,
            ping(spoken),
            request.user().orElse(null),
            request.expiresAt().orElse(null));
    return SseResponse.stream(spoken, sink -> streams.open(task, opening, sink));
  }

  private Duration ping(Dialect spoken) {
    Duration given = pings.get(spoken.name());
    return given != null ? given : silent ? LONGEST : spoken.pingInterval();
  }

  private static SseResponse refused(Streams.Refused refused, Dialect spoken) {
    Kind kind =
        switch (refused.why()) {
          case TOO_MANY_STREAMS -> Kind.TOO_MANY_STREAMS;
          case BUSY -> Kind.BUSY;
        };
    return SseResponse.refused(kind, refused.detail(), spoken);
  }

  /** How many sessions run now. */
  public int sessions() {
    return streams.count();
  }

  /**
   * Refuses new streams and ends those that run: each in order if its client takes what is left
   * within the bound, otherwise by cutting it off. Close the hub first, so that each stream gets
   * its task's terminal event.
   *
   * @throws InterruptedException if interrupted; the streams are cut off then
   */
  public void drain(Duration bound) throws InterruptedException {
    streams.drain(bound);
  }

  /** Refuses new streams and cuts off those that run. */
  @Override
  public void close() {
    try {
      drain(Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects a transport's settings; each is checked when it is given. Not thread-safe. */
  public static final class Builder {
    private final ProgressHub hub;
    private StreamObserver observer = StreamObserver.none();
    private Duration retry = Duration.ofSeconds(2);
    private Dialect dialect = Dialects.enhanced();
    private final Map<String, Duration> pings = new HashMap<>();
    private boolean silent;
    private Duration writeTimeout = Duration.ofSeconds(20);
    private int maxSessions = 10_000;
    private int maxSessionsPerTask = 2_000;
    private int maxSessionsPerUser = 100;

    private Builder(ProgressHub hub) {
      this.hub = Objects.requireNonNull(hub, "hub");
    }

    /** Who is told what happens. */
    @CanIgnoreReturnValue
    public Builder observer(StreamObserver streamObserver) {
      observer = Objects.requireNonNull(streamObserver, "observer");
      return this;
    }

    /** What a browser waits before it reconnects; 2 s unless given. */
    @CanIgnoreReturnValue
    public Builder retry(Duration time) {
      retry = positive("retry", time);
      return this;
    }

    /**
     * What is spoken with clients whose request names no dialect; the enhanced one unless given.
     */
    @CanIgnoreReturnValue
    public Builder dialect(Dialect spoken) {
      dialect = Objects.requireNonNull(spoken, "dialect");
      return this;
    }

    /**
     * The time between two signs of life of a stream in that dialect; the {@linkplain
     * Dialect#pingInterval dialect's own} unless given.
     */
    @CanIgnoreReturnValue
    public Builder ping(Dialect spoken, Duration time) {
      pings.put(spoken.name(), positive("ping of " + spoken.name(), time));
      return this;
    }

    /** How long a client may take nothing before it is cut off; 20 s unless given. */
    @CanIgnoreReturnValue
    public Builder writeTimeout(Duration time) {
      writeTimeout = positive("writeTimeout", time);
      return this;
    }

    /** How many streams the process may have, about; 10,000 unless given. */
    @CanIgnoreReturnValue
    public Builder maxSessions(int number) {
      maxSessions = atLeastOne("maxSessions", number);
      return this;
    }

    /** How many streams a task may have, about; 2,000 unless given. */
    @CanIgnoreReturnValue
    public Builder maxSessionsPerTask(int number) {
      maxSessionsPerTask = atLeastOne("maxSessionsPerTask", number);
      return this;
    }

    /** How many streams a user may have, about; 100 unless given. */
    @CanIgnoreReturnValue
    public Builder maxSessionsPerUser(int number) {
      maxSessionsPerUser = atLeastOne("maxSessionsPerUser", number);
      return this;
    }

    /** Sends no signs of life. A proxy that closes silent connections closes these streams. */
    @CanIgnoreReturnValue
    public Builder withoutPings() {
      silent = true;
      pings.clear();
      return this;
    }

    private static Duration positive(String what, Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            what + " " + time + " must be at least 1 ms and at most " + LONGEST.toDays() + " days");
      }
      return time;
    }

    private static int atLeastOne(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + " " + number + " must be at least 1");
      }
      return number;
    }

    /** A transport with these settings. */
    public SseTransport build() {
      return new SseTransport(this);
    }
  }
}
