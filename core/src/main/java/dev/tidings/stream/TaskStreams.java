package dev.tidings.stream;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.Position;
import dev.tidings.ProgressHub;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.internal.stream.Opening;
import dev.tidings.internal.stream.Streams;
import dev.tidings.stream.StreamAnswer.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The streams of a hub's tasks, whatever wire they are on: who is given one, how many there may be,
 * what time it is for them, and how they end together. A transport asks it how to {@link #respond}
 * to a client, says that in its wire's own form, and opens the stream with its {@link Framing} and
 * a {@link Sink}; transports that share one share its limits. It is thread-safe; all pings and
 * time-outs share the hub's one timer.
 */
public final class TaskStreams implements AutoCloseable {
  /** Counted in nanoseconds, three times this still fits a long. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration SLOWEST_TICK = Duration.ofSeconds(1);

  private final ProgressHub hub;
  private final Streams streams;
  private final Map<String, Duration> pings;
  private final boolean silent;

  private TaskStreams(Builder settings) {
    hub = settings.hub;
    pings = Map.copyOf(settings.pings);
    silent = settings.silent;
    streams =
        new Streams(
            hub,
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

  /** Streams of the hub's tasks with the defaults. */
  public static TaskStreams of(ProgressHub hub) {
    return builder(hub).build();
  }

  /** A new builder with the defaults. */
  public static Builder builder(ProgressHub hub) {
    return new Builder(hub);
  }

  /** The hub of the tasks. */
  public ProgressHub hub() {
    return hub;
  }

  /**
   * How to answer a client. The host has checked that the client may see the task.
   *
   * @param otherwise what is spoken with a client whose request names no dialect
   * @param found the task of the request's id; empty if there is none, or the client is to be told
   *     so
   */
  public StreamAnswer respond(
      StreamRequest request, Dialect otherwise, Optional<? extends TaskView> found) {
    Dialect spoken = request.dialect().orElse(otherwise);
    if (Streams.isEnd(request.lastEventId())) {
      return StreamAnswer.refused(
          Kind.NOTHING_MORE, "the task has ended and you have its end; there is no more", spoken);
    }
    if (found.isEmpty()) {
      return answerUnknown(request, spoken);
    }
    TaskView task = found.get();
    Position place = Streams.place(task, request.lastEventId());
    long terminal = task.terminalSequence();
    Voice voice = request.voice().orElseGet(spoken::voice);
    // Who comes back after every end in order is told in a stream that this was the last.
    return terminal > 0 && place.after() == terminal && !voice.endsInOrder()
        ? StreamAnswer.refused(Kind.NOTHING_MORE, "the task has ended and you have its end", spoken)
        : open(request, spoken, voice, task, place);
  }

  /** Whoever comes back is told that the task is lost; whoever comes first, that there is none. */
  private StreamAnswer answerUnknown(StreamRequest request, Dialect spoken) {
    if (request.lastEventId().isEmpty() || !Task.isId(request.taskId())) {
      return StreamAnswer.refused(
          Kind.UNKNOWN_TASK, "there is no task '" + request.taskId() + "'", spoken);
    }
    TaskView lost = streams.lost(Task.create(request.taskId()).locale(request.locale()));
    return open(
        request,
        spoken,
        request.voice().orElseGet(spoken::voice),
        lost,
        Position.after(lost.terminalSequence() - 1));
  }

  private StreamAnswer open(
      StreamRequest request, Dialect spoken, Voice voice, TaskView task, Position place) {
    Optional<Streams.Refused> refusal = streams.refusal(task, request.user().orElse(null));
    if (refusal.isPresent()) {
      return StreamAnswer.refused(refusal.get().why(), refusal.get().detail(), spoken);
    }
    if (!Streams.reaches(task, place, spoken, voice)) {
      return StreamAnswer.refused(
          Kind.GONE, "what followed that event is not kept any more; begin without an id", spoken);
    }
    return StreamAnswer.stream(
        spoken,
        (framing, sink) ->
            streams.open(
                task,
                new Opening(
                    spoken,
                    voice,
                    framing,
                    place,
                    ping(spoken),
                    request.user().orElse(null),
                    request.expiresAt().orElse(null)),
                sink));
  }

  private Duration ping(Dialect spoken) {
    Duration given = pings.get(spoken.name());
    if (given != null) {
      return given;
    }
    return silent
        ? LONGEST
        : Builder.positive("pingInterval of dialect " + spoken.name(), spoken.pingInterval());
  }

  /** How many sessions run now. */
  public int sessions() {
    return streams.count();
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
    try {
      drain(Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A builder collects the settings; each is checked when it is given. It is not thread-safe. */
  public static final class Builder {
    private final ProgressHub hub;
    private StreamObserver observer = StreamObserver.none();
    private Duration retry = Duration.ofSeconds(2);
    private final Map<String, Duration> pings = new HashMap<>();
    private boolean silent;
    private Duration writeTimeout = Duration.ofSeconds(20);
    private int maxSessions = 10_000;
    private int maxSessionsPerTask = 2_000;
    private int maxSessionsPerUser = 100;

    private Builder(ProgressHub hub) {
      this.hub = Objects.requireNonNull(hub, "hub");
    }

    /**
     * Who is told what happens, on the threads that {@link StreamObserver} names; nobody unless
     * given.
     */
    @CanIgnoreReturnValue
    public Builder observer(StreamObserver streamObserver) {
      observer = Objects.requireNonNull(streamObserver, "observer");
      return this;
    }

    /** What a client waits before it reconnects, where the wire can tell it; 2 s unless given. */
    @CanIgnoreReturnValue
    public Builder retry(Duration time) {
      retry = positive("retry", time);
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

    /**
     * The streams give no signs of life. A proxy that closes silent connections closes these
     * streams.
     */
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

    /** Streams with these settings; there are none yet. */
    public TaskStreams build() {
      return new TaskStreams(this);
    }
  }
}
