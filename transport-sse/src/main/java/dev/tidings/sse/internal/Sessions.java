package dev.tidings.sse.internal;

import dev.tidings.TaskView;
import dev.tidings.sse.SseFormat;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a process: how many there are of each task and user, and the frames they share.
 */
public final class Sessions {
  /** What the sessions of one task share. Guarded by the map's lock of its key. */
  private static final class Shared {
    private final Map<SseFormat, TaskFrames> frames = new EnumMap<>(SseFormat.class);
    private int sessions;
  }

  private final Set<Session> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;
  private final ConcurrentMap<String, Shared> byTask = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> byUser = new ConcurrentHashMap<>();

  /** How many there are. */
  public int count() {
    return count.get();
  }

  /** How many a task has. */
  public int ofTask(String taskId) {
    Map<String, Integer> found = new HashMap<>(1);
    byTask.computeIfPresent(
        taskId,
        (id, shared) -> {
          found.put(id, shared.sessions);
          return shared;
        });
    return found.getOrDefault(taskId, 0);
  }

  /** How many a user has. */
  public int ofUser(String user) {
    return byUser.getOrDefault(user, 0);
  }

  /** Those there are now; others may come and go meanwhile. */
  Iterable<Session> all() {
    return all;
  }

  /** Counts a session of the task in; the frames are those it shares with the task's others. */
  TaskFrames enter(TaskView task, String epoch, SseFormat format, @Nullable String user) {
    count.incrementAndGet();
    if (user != null) {
      byUser.merge(user, 1, Integer::sum);
    }
    Map<SseFormat, TaskFrames> frames = new EnumMap<>(SseFormat.class);
    byTask.compute(
        task.task().id(),
        (id, known) -> {
          Shared shared = known == null ? new Shared() : known;
          shared.sessions++;
          frames.put(
              format,
              shared.frames.computeIfAbsent(format, f -> new TaskFrames(epoch, EventFormat.of(f))));
          return shared;
        });
    TaskFrames own = frames.get(format);
    if (own == null) {
      throw new AssertionError("compute did not run");
    }
    return own;
  }

  /** Waits until there is no session, or the time is over. */
  synchronized void awaitNone(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos();
        count.get() > 0 && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Takes a session in; false when there will be none any more, and it must be ended. */
  boolean add(Session session) {
    all.add(session);
    return !closed;
  }

  /** From now on {@link #add} refuses; whoever it took in before is in {@link #all}. */
  void close() {
    closed = true;
  }

  /** Counts a session out; called once for each {@link #enter}. */
  void leave(Session session, String taskId, @Nullable String user) {
    all.remove(session);
    if (count.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
    if (user != null) {
      byUser.computeIfPresent(user, (id, number) -> number == 1 ? null : number - 1);
    }
    byTask.computeIfPresent(taskId, (id, shared) -> --shared.sessions == 0 ? null : shared);
  }
}
