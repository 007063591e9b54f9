package dev.tidings.internal;

import dev.tidings.HubObserver;
import dev.tidings.internal.run.Faults;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that can be found: the unfinished ones, and the finished ones until their retention has
 * passed or there are too many, the oldest first. Thread-safe.
 */
public final class RetainedTasks {
  private final ConcurrentMap<String, LiveTask> tasks = new ConcurrentHashMap<>();
  private final Queue<LiveTask> finished = new ConcurrentLinkedQueue<>();
  private final LongSupplier ticker;
  private final HubObserver observer;
  private final long retentionNanos;
  private final int most;

  /** None yet. */
  public RetainedTasks(LongSupplier ticker, HubObserver observer, Duration retention, int most) {
    this.ticker = ticker;
    this.observer = observer;
    this.retentionNanos = TimeUnit.NANOSECONDS.convert(retention);
    this.most = most;
  }

  /** Takes a task in; false if there is one of its id. */
  public boolean add(LiveTask task) {
    evictExpired();
    if (tasks.putIfAbsent(task.task().id(), task) != null) {
      return false;
    }
    evictOverMost();
    return true;
  }

  /** The task of that id. */
  public Optional<LiveTask> find(String id) {
    evictExpired();
    return Optional.ofNullable(tasks.get(id));
  }

  /** All of them. */
  public Collection<LiveTask> all() {
    return tasks.values();
  }

  /** Told when a task has ended: from now on it may go. */
  public void ended(LiveTask task) {
    finished.add(task);
    evictOverMost();
  }

  private void evictOverMost() {
    while (tasks.size() > most) {
      LiveTask oldest = finished.poll();
      if (oldest == null) {
        return;
      }
      evict(oldest);
    }
  }

  /** Lets those go whose retention has passed. */
  public void evictExpired() {
    @Nullable LiveTask oldest = finished.peek();
    if (oldest == null) {
      return;
    }
    long now = ticker.getAsLong();
    while (oldest != null && now - oldest.endedNanos() >= retentionNanos) {
      if (finished.remove(oldest)) {
        evict(oldest);
      }
      oldest = finished.peek();
    }
  }

  private void evict(LiveTask task) {
    tasks.remove(task.task().id(), task);
    Faults.contain("observer", observer, () -> observer.taskEvicted(task));
  }

  /** Runs the action for each unfinished task that nobody has watched for that time. */
  public void forEachUnwatched(Duration time, Consumer<LiveTask> action) {
    long nanos = TimeUnit.NANOSECONDS.convert(time);
    long now = ticker.getAsLong();
    for (LiveTask task : tasks.values()) {
      if (task.terminalSequence() == 0 && task.unwatchedNanos(now) >= nanos) {
        action.accept(task);
      }
    }
  }
}
