package dev.tidings.internal.stream;

import dev.tidings.Position;
import dev.tidings.ProgressHub;
import dev.tidings.Registration;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.task.LocalHub;
import dev.tidings.internal.task.LoggedTask;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Framing;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamAnswer.Kind;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.Voice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All streams that share limits: which run, how many there may be, what time it is for them, and
 * how they end together. Thread-safe.
 */
public final class Streams {
  /**
   * What a host decides.
   *
   * @param observer for metrics
   * @param retry what a client waits before it reconnects
   * @param writeTimeout how long a client may take nothing
   * @param tickPeriod how often to look at the clocks
   * @param most how many streams there may be, about
   * @param mostPerTask how many of one task, about
   * @param mostPerUser how many of one user, about
   */
  public record Settings(
      StreamObserver observer,
      Duration retry,
      Duration writeTimeout,
      Duration tickPeriod,
      int most,
      int mostPerTask,
      int mostPerUser) {}

  /**
   * No to another stream.
   *
   * @param detail one plain sentence on why, for the client
   */
  public record Refused(Kind why, String detail) {}

  /** What the sessions of one run of a task share. Guarded by the map's lock of its key. */
  private static final class Shared {
    private final Map<String, SharedFrames> frames = new HashMap<>(2);
    private int sessions;
  }

  private final LocalHub hub;
  private final Settings settings;
  private final Registration ticks;
  private final Set<StreamSession> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger blocking = new AtomicInteger();

  /** By epoch: streams of a task that was forgotten may go on beside those of its next run. */
  private final ConcurrentMap<String, Shared> byTask = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Integer> byUser = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** No streams yet, of that hub's tasks; the hub is one that a builder gave. */
  public Streams(ProgressHub hub, Settings settings) {
    if (!(hub instanceof LocalHub local)) {
      throw new IllegalArgumentException(
          "hub " + hub.getClass().getName() + " must come from ProgressHub.builder(), as it is");
    }
    this.hub = local;
    this.settings = settings;
    this.ticks = this.hub.context().every(settings.tickPeriod(), this::tick);
  }

  /** A task that is not known any more, for a client that comes back to it: it has ended. */
  public TaskView lost(Task task) {
    return hub.lost(task);
  }

  Settings settings() {
    return settings;
  }

  /** How many there are. */
  public int count() {
    return count.get();
  }

  /**
   * Why there may be no other stream of that task for that user; empty if there may. The limits are
   * soft: streams that are asked for at the same moment may together pass one.
   */
  public Optional<Refused> refusal(TaskView task, @Nullable String user) {
    if (closed) {
      return busy("the server is shutting down");
    }
    if (count.get() >= settings.most()) {
      return busy("the server has as many streams as it may have, " + settings.most());
    }
    if (blocking.get() >= mostBlocking(task)) {
      return busy("the server has as many streams that block as it may, " + mostBlocking(task));
    }
    if (ofTask(task.epoch()) >= settings.mostPerTask()) {
      return tooMany("this task", settings.mostPerTask());
    }
    if (user != null && byUser.getOrDefault(user, 0) >= settings.mostPerUser()) {
      return tooMany("you", settings.mostPerUser());
    }
    return Optional.empty();
  }

  private Optional<Refused> busy(String why) {
    return refused(Kind.BUSY, why + "; please try again later");
  }

  private Optional<Refused> tooMany(String who, int limit) {
    return refused(
        Kind.TOO_MANY_STREAMS, who + " may have " + limit + " streams at once; close one first");
  }

  private Optional<Refused> refused(Kind why, String detail) {
    observe(observer -> observer.refused(why));
    return Optional.of(new Refused(why, detail));
  }

  private static int mostBlocking(TaskView task) {
    return ((LoggedTask) task).hub().blockingLine().mostRuns();
  }

  private int ofTask(String epoch) {
    AtomicInteger found = new AtomicInteger();
    byTask.computeIfPresent(
        epoch,
        (run, shared) -> {
          found.set(shared.sessions);
          return shared;
        });
    return found.get();
  }

  /** Whether the last event a client has is the end of a task, so that it must not come again. */
  public static boolean isEnd(Optional<String> lastId) {
    return lastId.flatMap(EventIds::parse).filter(EventIds.Parsed::terminal).isPresent();
  }

  /**
   * Where a client goes on in a task's log.
   *
   * @param lastId the id of the last event it has; empty on a first connection
   */
  public static Position place(TaskView task, Optional<String> lastId) {
    return lastId.isEmpty()
        ? Position.START
        : lastId
            .flatMap(EventIds::parse)
            .filter(known -> known.epoch().equals(task.epoch()))
            .map(known -> Position.after(known.sequence()))
            .orElse(Position.LOST);
  }

  /**
   * Whether a client of that dialect and voice can be told what follows a place: always, unless the
   * place is not known and the voice has no opening.
   */
  public static boolean reaches(TaskView task, Position place, Dialect dialect, Voice voice) {
    LoggedTask log = (LoggedTask) task;
    return voice.beginning() != Voice.Beginning.AT_PLACE_ONLY
        || (dialect.tellsText() ? log.reaches(place) : log.holds(place));
  }

  /** Streams a task of the hub's to a sink. */
  public Session open(TaskView task, Opening opening, Sink sink) {
    return StreamSession.open(this, (LoggedTask) task, opening, sink);
  }

  /**
   * Counts a session in; the frames are those it shares with the task's others. What it throws, for
   * want of memory, leaves all counts as they were.
   */
  SharedFrames enter(StreamSession session) {
    SharedFrames frames = enterTask(session);
    String user = session.opening().user();
    if (user != null) {
      try {
        byUser.merge(user, 1, Integer::sum);
      } catch (RuntimeException | Error uncounted) {
        leaveTask(session);
        throw uncounted;
      }
    }
    count.incrementAndGet();
    if (session.blocking()) {
      blocking.incrementAndGet();
    }
    return frames;
  }

  private SharedFrames enterTask(StreamSession session) {
    Dialect dialect = session.opening().dialect();
    Framing framing = session.opening().framing();
    AtomicReference<@Nullable SharedFrames> frames = new AtomicReference<>();
    byTask.compute(
        session.run(),
        (run, known) -> {
          Shared shared = known == null ? new Shared() : known;
          frames.set(
              shared.frames.computeIfAbsent(
                  framing.name() + ' ' + dialect.name(),
                  kind -> new SharedFrames(dialect, framing)));
          shared.sessions++;
          return shared;
        });
    return Objects.requireNonNull(frames.get(), "compute did not run");
  }

  private void leaveTask(StreamSession session) {
    byTask.computeIfPresent(session.run(), (run, shared) -> --shared.sessions == 0 ? null : shared);
  }

  /** Takes a session in; false when there will be none any more, and it must be ended. */
  boolean add(StreamSession session) {
    all.add(session);
    return !closed;
  }

  /** Counts a session out; called once for each {@link #enter}. */
  void leave(StreamSession session) {
    all.remove(session);
    String user = session.opening().user();
    if (user != null) {
      byUser.computeIfPresent(user, (id, number) -> number == 1 ? null : number - 1);
    }
    leaveTask(session);
    if (count.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Counts out the thread of a session that blocks; called once, not before {@link #leave}. */
  void freed(StreamSession session) {
    if (session.blocking()) {
      blocking.decrementAndGet();
    }
  }

  long writeTimeoutNanos() {
    return TimeUnit.NANOSECONDS.convert(settings.writeTimeout());
  }

  /** Tells the observer; what it throws is logged and goes no further. */
  void observe(Consumer<StreamObserver> call) {
    Faults.contain("observer", settings.observer(), () -> call.accept(settings.observer()));
  }

  private void tick() {
    long nanos = hub.context().nanoTime();
    Instant now = hub.context().now();
    for (StreamSession session : all) {
      Faults.contain("tick", session, () -> session.tick(nanos, now));
    }
  }

  /**
   * Opens nothing more and ends all sessions: each after what is left for it, if its client takes
   * that within the bound, otherwise at once.
   *
   * @throws InterruptedException if interrupted; what is left is cut then
   */
  public void drain(Duration bound) throws InterruptedException {
    closed = true;
    all.forEach(session -> session.closeAs(SessionEnd.SHUTDOWN));
    try {
      awaitNone(bound);
    } finally {
      all.forEach(session -> session.cut(SessionEnd.SHUTDOWN));
      ticks.close();
    }
  }

  private synchronized void awaitNone(Duration atMost) throws InterruptedException {
    long bound = TimeUnit.NANOSECONDS.convert(atMost);
    long end = System.nanoTime() + bound;
    for (long left = bound; count.get() > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
