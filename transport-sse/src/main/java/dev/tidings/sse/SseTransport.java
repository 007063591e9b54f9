package dev.tidings.sse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.Position;
import dev.tidings.ProgressHub;
import dev.tidings.Registration;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.sse.SseResponse.Kind;
import dev.tidings.sse.internal.EventIds;
import dev.tidings.sse.internal.Sessions;
import dev.tidings.sse.internal.Streams;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Streams a hub's tasks. A host asks it how to {@link #respond} to each client. Thread-safe; all
 * pings and time-outs share the hub's one timer.
 */
public final class SseTransport implements AutoCloseable {
  private final ProgressHub hub;
  private final Sessions sessions = new Sessions();
  private final Streams streams;
  private final int maxSessions;
  private final int maxSessionsPerTask;
  private final int maxSessionsPerUser;
  private final Registration ticks;
  private volatile boolean draining;

  private SseTransport(Builder settings) {
    hub = settings.hub;
    maxSessions = settings.maxSessions;
    maxSessionsPerTask = settings.maxSessionsPerTask;
    maxSessionsPerUser = settings.maxSessionsPerUser;
    streams =
        new Streams(
            hub,
            sessions,
            settings.observer,
            settings.retry,
            settings.enhancedPing,
            settings.traditionalPing,
            settings.writeTimeout);
    ticks = hub.every(streams.tickPeriod(), streams::tick);
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
   * How to answer a client. The host has checked that the client may see the task; it may find the
   * answer's kind before it asks for the stream.
   */
  public SseResponse respond(SseRequest request) {
    SseResponse response = draining ? busy("the server is shutting down") : answer(request);
    if (response.kind() == Kind.BUSY || response.kind() == Kind.TOO_MANY_STREAMS) {
      streams.observe(observer -> observer.refused(response.kind()));
    }
    return response;
  }

  private SseResponse answer(SseRequest request) {
    Optional<EventIds.Parsed> id =
        request.lastEventId().map(text -> EventIds.parse(text, hub.epoch()));
    Optional<TaskView> found = hub.find(request.taskId());
    if (found.isEmpty()) {
      return answerUnknown(request, id);
    }
    TaskView task = found.get();
    Position position = id.map(EventIds.Parsed::position).orElse(Position.START);
    long terminal = task.terminalSequence();
    return terminal > 0 && position.after() == terminal
        ? SseResponse.refused(Kind.NOTHING_MORE, "the task has ended and you have its end")
        : open(request, task, position);
  }

  private SseResponse answerUnknown(SseRequest request, Optional<EventIds.Parsed> id) {
    EventIds.Origin origin = id.map(EventIds.Parsed::origin).orElse(EventIds.Origin.FOREIGN);
    if (origin == EventIds.Origin.HERE) {
      return SseResponse.refused(Kind.NOTHING_MORE, "the task has ended and is forgotten");
    }
    if (origin == EventIds.Origin.FOREIGN || !Task.isId(request.taskId())) {
      return SseResponse.refused(Kind.UNKNOWN_TASK, "there is no task '" + request.taskId() + "'");
    }
    TaskView lost = hub.lost(Task.create(request.taskId()).locale(request.locale()));
    return open(request, lost, Position.after(lost.terminalSequence() - 1));
  }

  private SseResponse open(SseRequest request, TaskView task, Position position) {
    if (sessions.count() >= maxSessions) {
      return busy("the server has as many streams as it may have, " + maxSessions);
    }
    if (sessions.ofTask(request.taskId()) >= maxSessionsPerTask) {
      return tooMany("this task", maxSessionsPerTask);
    }
    if (request.user().map(sessions::ofUser).orElse(0) >= maxSessionsPerUser) {
      return tooMany("you", maxSessionsPerUser);
    }
    return SseResponse.stream(sink -> streams.open(request, task, position, sink));
  }

  private static SseResponse busy(String why) {
    return SseResponse.refused(Kind.BUSY, why + "; please try again later");
  }

  private static SseResponse tooMany(String who, int limit) {
    return SseResponse.refused(
        Kind.TOO_MANY_STREAMS, who + " may have " + limit + " streams at once; close one first");
  }

  /** How many sessions run now. */
  public int sessions() {
    return sessions.count();
  }

  /**
   * Refuses new streams and ends those that run: each in order if its client takes what is left
   * within the bound, otherwise by cutting it off. Close the hub first, so that each stream gets
   * its task's terminal event.
   *
   * @throws InterruptedException if interrupted; the streams are cut off then
   */
  public void drain(Duration bound) throws InterruptedException {
    draining = true;
    try {
      streams.shutDown(bound);
    } finally {
      ticks.close();
    }
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
    private SseObserver observer = SseObserver.none();
    private Duration retry = Duration.ofSeconds(2);
    private Duration enhancedPing = Duration.ofSeconds(15);
    private Duration traditionalPing = Duration.ofSeconds(30);
    private Duration writeTimeout = Duration.ofSeconds(20);
    private int maxSessions = 10_000;
    private int maxSessionsPerTask = 2_000;
    private int maxSessionsPerUser = 100;

    private Builder(ProgressHub hub) {
      this.hub = Objects.requireNonNull(hub, "hub");
    }

    /** Who is told what happens. */
    @CanIgnoreReturnValue
    public Builder observer(SseObserver sseObserver) {
      observer = Objects.requireNonNull(sseObserver, "observer");
      return this;
    }

    /** What a browser waits before it reconnects; 2 s unless given. */
    @CanIgnoreReturnValue
    public Builder retry(Duration time) {
      retry = positive("retry", time);
      return this;
    }

    /** The time between two signs of life of an enhanced stream; 15 s unless given. */
    @CanIgnoreReturnValue
    public Builder enhancedPing(Duration time) {
      enhancedPing = positive("enhancedPing", time);
      return this;
    }

    /** The time between two signs of life of a traditional stream; 30 s unless given. */
    @CanIgnoreReturnValue
    public Builder traditionalPing(Duration time) {
      traditionalPing = positive("traditionalPing", time);
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

    private static Duration positive(String what, Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException(what + " " + time + " must be at least 1 ms");
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
