package dev.tidings.rag;

/**
 * Says when a model's reasoning has grown by so much that people are to know: at its first piece,
 * and then by an eighth, and by 200 UTF-16 units at least. So a thought of any length is told a
 * bounded number of times, and none is told that did not grow.
 */
final class ReasoningGrowth {
  private static final int LEAST = 200;
  private static final int PART = 8;

  private int length;
  private long next;

  /** Takes a piece of so many UTF-16 units; whether that is to be told. */
  boolean grow(int by) {
    length = by > Integer.MAX_VALUE - length ? Integer.MAX_VALUE : length + by;
    if (length < next) {
      return false;
    }
    next = (long) length + Math.max(LEAST, length / PART);
    return true;
  }

  int length() {
    return length;
  }
}
