package dev.tidings.internal;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events of one task, bounded. Not thread-safe: its {@link LiveTask} guards it.
 *
 * <p><b>Invariant.</b> Entries are in the order of their sequences. Every event with a sequence
 * above {@code lostThrough} is there, alone or, if it is a text, as part of a joined one. Of the
 * events up to {@code lostThrough} only the texts are left, so the answer is always the entries'
 * texts in a row. {@code textEnds} holds the length of the answer after each sequence from {@code
 * lostThrough} on: that is how a reader whose place lies inside a joined text gets exactly the rest
 * of it.
 *
 * <p><b>Bound.</b> When the estimate of what is retained beside the characters of the answer passes
 * the limit, neighbouring texts of the older three quarters are joined; if that is not enough, the
 * oldest events are dropped. Both leave the estimate far enough below the limit that the cost of a
 * compaction is spread over many appends.
 */
final class TaskLog {
  /** Object, string and array headers and the two references to them; measured, rounded up. */
  private static final int TEXT_COST = 100;

  private static final int EVENT_COST = 88;

  /** A joined text stops growing here, so that joining again and again does not copy it all. */
  private static final int JOINED_LENGTH = 16 * 1024;

  private final int limit;
  private ProgressEvent[] entries = new ProgressEvent[4];
  private int size;
  private int[] textEnds = new int[4];
  private long lostThrough;
  private long lastSequence;
  private int retained;
  private int compactAt;

  TaskLog(int limit) {
    this.limit = limit;
    this.compactAt = limit;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** The length of the answer so far, in UTF-16 units. */
  int textLength() {
    return textEnds[(int) (lastSequence - lostThrough)];
  }

  /** The answer so far. */
  String text() {
    StringBuilder all = new StringBuilder(textLength());
    for (int i = 0; i < size; i++) {
      if (entries[i] instanceof Text part) {
        all.append(part.text());
      }
    }
    return all.toString();
  }

  void append(ProgressEvent event) {
    int textLength = textLength() + (event instanceof Text part ? part.text().length() : 0);
    lastSequence = event.sequence();
    int mark = (int) (lastSequence - lostThrough);
    if (mark == textEnds.length) {
      textEnds = Arrays.copyOf(textEnds, mark * 2);
    }
    textEnds[mark] = textLength;
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size * 2);
    }
    entries[size++] = event;
    retained += cost(event) + Integer.BYTES;
    if (retained > compactAt) {
      compact();
    }
  }

  /** Whether all events after that sequence are still there. */
  boolean reaches(long after) {
    return after >= lostThrough && after <= lastSequence;
  }

  /** Up to max events after a sequence that the log {@link #reaches}. */
  List<ProgressEvent> read(long after, int max) {
    int from = firstAfter(after);
    int count = Math.min(max, size - from);
    if (count == 0) {
      return List.of();
    }
    ProgressEvent first = restOf(entries[from], after);
    if (count == 1) {
      return List.of(first);
    }
    ProgressEvent[] events = Arrays.copyOfRange(entries, from, from + count);
    events[0] = first;
    return Arrays.asList(events);
  }

  private ProgressEvent restOf(ProgressEvent event, long after) {
    if (event instanceof Text part) {
      int seen = textEnds[(int) (after - lostThrough)] - part.offset();
      if (seen > 0) {
        return new Text(
            part.sequence(),
            part.epochMillis(),
            part.stage(),
            part.text().substring(seen),
            part.offset() + seen);
      }
    }
    return event;
  }

  private int firstAfter(long after) {
    // The newest events are nearly always the ones asked for, and lie without gaps at the end.
    long guess = size - (lastSequence - after);
    if (guess >= size || (guess >= 0 && entries[(int) guess].sequence() == after + 1)) {
      return (int) guess;
    }
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries[middle].sequence() > after) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static int cost(ProgressEvent event) {
    if (event instanceof Text) {
      return TEXT_COST;
    }
    int cost = EVENT_COST;
    if (event instanceof ProgressEvent.Progress progress && progress.message().text() != null) {
      cost += 2 * progress.message().text().length();
    }
    return cost;
  }

  private void compact() {
    int older = size - size / 4;
    if (hasNeighbouringTexts(older)) {
      List<ProgressEvent> joined = Coalescing.joinTexts(asList(0, older), JOINED_LENGTH);
      replaceOlder(older, joined);
    }
    if (retained > limit / 4 * 3) {
      dropOldest();
    }
    compactAt = Math.max(limit, retained + limit / 4);
  }

  private boolean hasNeighbouringTexts(int before) {
    for (int i = 1; i < before; i++) {
      if (entries[i] instanceof Text && entries[i - 1] instanceof Text) {
        return true;
      }
    }
    return false;
  }

  /** Moves {@code lostThrough} up until half the limit is free; the newest events always stay. */
  private void dropOldest() {
    int keepFrom = 0;
    int freed = 0;
    long lost = lostThrough;
    List<ProgressEvent> texts = new ArrayList<>(0);
    while (keepFrom < size - 2 && retained - freed > limit / 2) {
      ProgressEvent event = entries[keepFrom++];
      if (event.sequence() > lost) {
        freed += cost(event) + Integer.BYTES * (int) (event.sequence() - lost);
        lost = event.sequence();
      }
      if (event instanceof Text) {
        texts.add(event);
      }
    }
    int shift = (int) (lost - lostThrough);
    System.arraycopy(textEnds, shift, textEnds, 0, (int) (lastSequence - lost) + 1);
    lostThrough = lost;
    replaceOlder(keepFrom, Coalescing.joinTexts(texts, JOINED_LENGTH));
  }

  private List<ProgressEvent> asList(int from, int to) {
    return Arrays.asList(Arrays.copyOfRange(entries, from, to));
  }

  /** Puts fewer events in the place of the first so many, and counts again. */
  private void replaceOlder(int count, List<ProgressEvent> fewer) {
    int kept = size - count;
    System.arraycopy(entries, count, entries, fewer.size(), kept);
    for (int i = 0; i < fewer.size(); i++) {
      entries[i] = fewer.get(i);
    }
    int newSize = fewer.size() + kept;
    Arrays.fill(entries, newSize, size, null);
    size = newSize;
    retained = Integer.BYTES * (int) (lastSequence - lostThrough);
    for (int i = 0; i < size; i++) {
      retained += cost(entries[i]);
    }
  }
}
