package dev.tidings.internal.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owners that have finished tasks, in an order of which only the first is asked for. Not
 * thread-safe: {@link RetainedTasks} guards it.
 *
 * <p><b>Invariant.</b> A binary heap: no owner comes before the one at half its place. Each knows
 * its place, so an owner that has changed is put right in a logarithm of steps, most often in none,
 * and nothing is allocated for it. Whoever changes an owner calls {@link #update} before anything
 * else is asked.
 */
final class Ranking {
  /** What makes an owner the first. */
  enum Order {
    /** The most tasks. */
    TASKS(0),
    /** The most bytes. */
    BYTES(1),
    /** The finished task that ended before all others. */
    AGE(2);

    /** How many orders there are. */
    static final int SLOTS = 3;

    private final int slot;

    Order(int slot) {
      this.slot = slot;
    }

    /** Where an owner keeps its place in this order. */
    int slot() {
      return slot;
    }

    /** Of equals, the one whose oldest finished task ended first. */
    boolean before(OwnedTasks one, OwnedTasks other) {
      int more =
          switch (this) {
            case TASKS -> Integer.compare(one.tasks(), other.tasks());
            case BYTES -> Long.compare(one.bytes(), other.bytes());
            case AGE -> 0;
          };
      return more > 0 || (more == 0 && ended(one) < ended(other));
    }

    private static long ended(OwnedTasks owner) {
      KeptTask oldest = owner.oldest();
      return oldest == null ? Long.MAX_VALUE : oldest.ended();
    }
  }

  private final Order order;
  private final ArrayList<OwnedTasks> heap = new ArrayList<>();

  Ranking(Order order) {
    this.order = order;
  }

  /** The first; null if no owner has a finished task. */
  @Nullable OwnedTasks first() {
    return heap.isEmpty() ? null : heap.get(0);
  }

  /** The owners in it, in no order. */
  List<OwnedTasks> all() {
    return heap;
  }

  /** Makes room for so many owners, so that no update fails for want of memory. */
  void reserve(int owners) {
    heap.ensureCapacity(owners);
  }

  /** Puts an owner where it belongs now, which is nowhere without a finished task. */
  void update(OwnedTasks owner) {
    if (owner.oldest() == null) {
      remove(owner);
      return;
    }
    if (!owner.ranked(order)) {
      heap.add(owner);
      owner.place(order, heap.size() - 1);
    }
    sift(owner);
  }

  private void remove(OwnedTasks owner) {
    if (!owner.ranked(order)) {
      return;
    }
    int place = owner.place(order);
    owner.leave(order);
    OwnedTasks last = heap.remove(heap.size() - 1);
    if (last != owner) {
      put(last, place);
      sift(last);
    }
  }

  private void sift(OwnedTasks owner) {
    int place = owner.place(order);
    while (place > 0 && order.before(owner, heap.get((place - 1) / 2))) {
      int parent = (place - 1) / 2;
      put(heap.get(parent), place);
      place = parent;
    }
    while (true) {
      int child = 2 * place + 1;
      if (child + 1 < heap.size() && order.before(heap.get(child + 1), heap.get(child))) {
        child++;
      }
      if (child >= heap.size() || !order.before(heap.get(child), owner)) {
        break;
      }
      put(heap.get(child), place);
      place = child;
    }
    put(owner, place);
  }

  private void put(OwnedTasks owner, int place) {
    heap.set(place, owner);
    owner.place(order, place);
  }
}
