package dev.tidings.internal.task;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one owner has in a hub: how much in all, and the finished tasks in the order in which they
 * ended. Not thread-safe: {@link RetainedTasks} guards it.
 */
final class OwnedTasks {
  private static final int NOWHERE = -1;

  private final String owner;
  private int tasks;
  private long bytes;
  private @Nullable KeptTask oldest;
  private @Nullable KeptTask newest;

  /** Where it stands in each ranking. */
  private final int[] places = new int[Ranking.Order.SLOTS];

  OwnedTasks(String owner) {
    this.owner = owner;
    Arrays.fill(places, NOWHERE);
  }

  String owner() {
    return owner;
  }

  /** How many tasks, finished and unfinished. */
  int tasks() {
    return tasks;
  }

  /** How many bytes these hold. */
  long bytes() {
    return bytes;
  }

  void add(int moreTasks, long moreBytes) {
    tasks += moreTasks;
    bytes += moreBytes;
  }

  /** Takes an unfinished task of the owner's for finished, after all others. */
  void finish(KeptTask task) {
    if (newest == null) {
      oldest = task;
    } else {
      newest.next = task;
    }
    newest = task;
  }

  /** The finished task that ended first; null if none is finished. */
  @Nullable KeptTask oldest() {
    return oldest;
  }

  /** Lets the finished task go that ended first. */
  void removeOldest() {
    if (oldest != null) {
      KeptTask removed = oldest;
      oldest = removed.next;
      removed.next = null;
      newest = oldest == null ? null : newest;
    }
  }

  /** Lets a finished task go, wherever it stands. */
  void remove(KeptTask task) {
    KeptTask before = null;
    for (KeptTask at = oldest; at != null; at = at.next) {
      if (at == task) {
        if (before == null) {
          oldest = task.next;
        } else {
          before.next = task.next;
        }
        newest = newest == task ? before : newest;
        task.next = null;
        return;
      }
      before = at;
    }
  }

  int place(Ranking.Order order) {
    return places[order.slot()];
  }

  void place(Ranking.Order order, int place) {
    places[order.slot()] = place;
  }

  void leave(Ranking.Order order) {
    place(order, NOWHERE);
  }

  boolean ranked(Ranking.Order order) {
    return place(order) != NOWHERE;
  }
}
