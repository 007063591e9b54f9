package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.HubFullException;
import dev.tidings.HubObserver;
import dev.tidings.internal.run.Faults;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that can be found: the unfinished ones, and the finished ones until their retention has
 * passed or their room is needed. Thread-safe.
 *
 * <p><b>Who gives way.</b> Over a bound, be it of tasks or of bytes, the owner who has most of that
 * and has a finished task loses the one of these that ended first, until the bound holds again. So
 * whoever has less loses nothing while another who has more has something to lose. An unfinished
 * task never goes: when these alone leave no room for one more, that one is refused.
 *
 * <p><b>What is counted.</b> A task's bytes are what {@link LiveTask#bytes()} said when it was
 * added, when it outgrew that, and when it ended; the sums here are always the sums of these.
 * Between the calls of this class no bound is passed while there is a finished task.
 *
 * <p><b>Locking.</b> This object's monitor guards all but the map of tasks, which is changed under
 * it and read without. What observers are told, they are told after it was released, and what asks
 * a task something does so before it is taken: no lock is taken under it. What an end needs is made
 * when its task is added, so that no end fails for want of memory.
 */
final class RetainedTasks {
  /**
   * The bounds.
   *
   * @param retention how long a finished task is kept
   * @param tasks how many there may be, the unfinished ones included
   * @param bytes how much heap they may hold, by estimate, the unfinished ones included
   */
  record Limits(Duration retention, int tasks, long bytes) {}

  private final ConcurrentMap<String, KeptTask> tasks = new ConcurrentHashMap<>();
  private final LongSupplier ticker;
  private final HubObserver observer;
  private final Limits limits;
  private final long retentionNanos;

  @GuardedBy("this")
  private final Map<String, OwnedTasks> owners = new HashMap<>();

  @GuardedBy("this")
  private final Ranking byTasks = new Ranking(Ranking.Order.TASKS);

  @GuardedBy("this")
  private final Ranking byBytes = new Ranking(Ranking.Order.BYTES);

  @GuardedBy("this")
  private final Ranking byAge = new Ranking(Ranking.Order.AGE);

  @GuardedBy("this")
  private int unfinished;

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private long unfinishedBytes;

  @GuardedBy("this")
  private long ends;

  /** None yet. */
  RetainedTasks(LongSupplier ticker, HubObserver observer, Limits limits) {
    this.ticker = ticker;
    this.observer = observer;
    this.limits = limits;
    this.retentionNanos = TimeUnit.NANOSECONDS.convert(limits.retention());
  }

  /**
   * Takes a task in; false if there is one of its id.
   *
   * @throws HubFullException if unfinished tasks alone leave no room for it
   */
  boolean add(LiveTask task) {
    evictExpired();
    String id = task.task().id();
    String name = task.owner().orElse("");
    long size = task.bytes();
    KeptTask evicted;
    synchronized (this) {
      if (tasks.containsKey(id)) {
        return false;
      }
      requireRoom(size);
      OwnedTasks owner = owners.computeIfAbsent(name, OwnedTasks::new);
      byTasks.reserve(owners.size());
      byBytes.reserve(owners.size());
      byAge.reserve(owners.size());
      KeptTask kept = new KeptTask(task, owner);
      tasks.put(id, kept);
      unfinished++;
      owner.add(1, 0);
      grow(kept, size);
      evicted = makeRoom();
    }
    tell(evicted);
    return true;
  }

  @GuardedBy("this")
  private void requireRoom(long size) {
    if (unfinished >= limits.tasks()) {
      throw new HubFullException(
          "the hub has "
              + unfinished
              + " unfinished tasks and no room for more than "
              + limits.tasks()
              + "; start the task when some have ended, or raise maxTasks");
    }
    if (size > limits.bytes() - unfinishedBytes) {
      throw new HubFullException(
          "the hub's unfinished tasks hold "
              + unfinishedBytes
              + " bytes, which leaves no room for "
              + size
              + " more of "
              + limits.bytes()
              + "; start the task when some have ended, or raise maxBytes");
    }
  }

  /** The task of that id. */
  Optional<LiveTask> find(String id) {
    KeptTask kept = tasks.get(id);
    if (kept == null) {
      return Optional.empty();
    }
    LiveTask task = kept.task();
    if (task.terminalSequence() > 0 && expired(task.endedNanos(), ticker.getAsLong())) {
      evictExpired();
      kept = tasks.get(id);
    }
    return Optional.ofNullable(kept).map(KeptTask::task);
  }

  /** All of them. */
  List<LiveTask> all() {
    return tasks.values().stream().map(KeptTask::task).toList();
  }

  /** How many there are. */
  synchronized int size() {
    return tasks.size();
  }

  /** Of how many owners there are tasks. */
  synchronized int owners() {
    return owners.size();
  }

  /** What is counted for all of them. */
  synchronized long bytes() {
    return bytes;
  }

  /** Told when an unfinished task may have outgrown what is counted for it. */
  void grown(LiveTask task) {
    long size = task.bytes();
    KeptTask evicted;
    synchronized (this) {
      KeptTask kept = tasks.get(task.task().id());
      if (kept == null || kept.task() != task || kept.finished() || kept.bytes() >= size) {
        return;
      }
      grow(kept, size);
      evicted = makeRoom();
    }
    tell(evicted);
  }

  /** Counts so many bytes for an unfinished task. */
  @GuardedBy("this")
  private void grow(KeptTask kept, long size) {
    long more = kept.count(size);
    unfinishedBytes += more;
    bytes += more;
    kept.owner().add(0, more);
    update(kept.owner());
  }

  /** Told when a task has ended: from now on it may go. */
  void ended(LiveTask task) {
    long size = task.bytes();
    long nanos = task.endedNanos();
    KeptTask evicted;
    synchronized (this) {
      KeptTask kept = tasks.get(task.task().id());
      if (kept == null || kept.task() != task || kept.finished()) {
        return;
      }
      kept.end(++ends, nanos);
      kept.owner().finish(kept);
      grow(kept, size);
      unfinished--;
      unfinishedBytes -= size;
      evicted = makeRoom();
    }
    tell(evicted);
  }

  @GuardedBy("this")
  private void update(OwnedTasks owner) {
    byTasks.update(owner);
    byBytes.update(owner);
    byAge.update(owner);
  }

  /** Lets finished tasks go until the bounds hold; gives them in a row, the first to go first. */
  @GuardedBy("this")
  private @Nullable KeptTask makeRoom() {
    KeptTask first = null;
    KeptTask last = null;
    while (tasks.size() > limits.tasks() || bytes > limits.bytes()) {
      OwnedTasks most = (tasks.size() > limits.tasks() ? byTasks : byBytes).first();
      KeptTask evicted = most == null ? null : most.oldest();
      if (evicted == null) {
        break;
      }
      remove(evicted);
      if (last == null) {
        first = evicted;
      } else {
        last.next = evicted;
      }
      last = evicted;
    }
    return first;
  }

  /** Lets those go whose retention has passed. */
  void evictExpired() {
    long now = ticker.getAsLong();
    KeptTask evicted;
    do {
      evicted = removeExpired(now);
      tell(evicted);
    } while (evicted != null);
  }

  private synchronized @Nullable KeptTask removeExpired(long now) {
    OwnedTasks first = byAge.first();
    KeptTask oldest = first == null ? null : first.oldest();
    if (oldest == null || !expired(oldest.endedNanos(), now)) {
      return null;
    }
    remove(oldest);
    return oldest;
  }

  private boolean expired(long endedNanos, long now) {
    return now - endedNanos >= retentionNanos;
  }

  /** Lets the task go that ended first of its owner's. */
  @GuardedBy("this")
  private void remove(KeptTask evicted) {
    evicted.owner().removeOldest();
    count(evicted);
  }

  /** Counts a task out that its owner's finished ones do not have any more. */
  @GuardedBy("this")
  private void count(KeptTask evicted) {
    OwnedTasks owner = evicted.owner();
    owner.add(-1, -evicted.bytes());
    update(owner);
    if (owner.tasks() == 0) {
      owners.remove(owner.owner());
    }
    bytes -= evicted.bytes();
    tasks.remove(evicted.task().task().id());
  }

  private void tell(@Nullable KeptTask evicted) {
    for (KeptTask next = evicted; next != null; next = next.next) {
      LiveTask task = next.task();
      Faults.contain("observer", observer, () -> observer.taskEvicted(task));
    }
  }

  /** Forgets a task, if it is still here. */
  void remove(LiveTask task) {
    KeptTask kept;
    synchronized (this) {
      kept = tasks.get(task.task().id());
      if (kept == null || kept.task() != task) {
        return;
      }
      if (kept.finished()) {
        kept.owner().remove(kept);
      } else {
        unfinished--;
        unfinishedBytes -= kept.bytes();
      }
      count(kept);
    }
    tell(kept);
  }

  /** Says that there is a task of that id. */
  static String taken(String id) {
    return "there is a task '" + id + "' already; give each task an id of its own";
  }

  /** Runs the action for each unfinished task that nobody has watched for that time. */
  void forEachUnwatched(Duration time, Consumer<LiveTask> action) {
    long nanos = TimeUnit.NANOSECONDS.convert(time);
    long now = ticker.getAsLong();
    for (KeptTask kept : tasks.values()) {
      LiveTask task = kept.task();
      if (!task.decided() && task.unwatchedNanos(now) >= nanos) {
        action.accept(task);
      }
    }
  }
}
