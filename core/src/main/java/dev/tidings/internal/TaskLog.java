package dev.tidings.internal;

import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events of one task, bounded. Not thread-safe: its {@link TaskRecord} guards it.
 *
 * <p><b>Invariant.</b> Entries are in the order of their sequences. Every event with a sequence
 * above {@code lostThrough} is there, alone or, if it is a text, as part of a joined one. Of the
 * events up to {@code lostThrough} only the texts are left, so the answer is always the entries'
 * texts in a row. {@code textEnds} holds the length of the answer after each sequence from {@code
 * lostThrough} on: that is how a reader whose place lies inside a joined text gets exactly the rest
 * of it.
 *
 * <p><b>Appending</b> allocates nothing once there is room, which {@link #reserve} makes first, so
 * that an error for want of memory comes before anything has changed. A compaction that fails
 * leaves the log as it was, and is tried again later.
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

  private static final int ARGUMENT_COST = 48;

  /** How far ahead of the log its room is counted at least; see {@link #room}. */
  private static final int STEP = 512;

  /**
   * The longest text of one event, in UTF-16 units, also of a joined one: so a frame stays small,
   * and has an id at which a reader can go on.
   */
  static final int LONGEST_TEXT = 2 * 1024;

  /** Room that is always left, for what an end may need. */
  private static final int SPARE = 3;

  private final int limit;
  private ProgressEvent[] entries = new ProgressEvent[4];
  private int size;
  private int[] textEnds = new int[4];
  private long lostThrough;
  private long lastSequence;
  private int retained;
  private int compactAt;

  /**
   * What is counted for the log. It is ahead of the log by a quarter, so that few appends have to
   * tell of growth. Changed under the record's lock, read without.
   */
  private volatile long room = STEP;

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
  JoinedText text() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += entries[i] instanceof Text ? 1 : 0;
    }
    Text[] pieces = new Text[count];
    for (int i = size - 1; i >= 0; i--) {
      if (entries[i] instanceof Text piece) {
        pieces[--count] = piece;
      }
    }
    return new JoinedText(pieces);
  }

  /** Makes room for so many events more. */
  void reserve(int more) {
    int marks = (int) (lastSequence - lostThrough) + 1 + more + SPARE;
    if (marks > textEnds.length) {
      textEnds = Arrays.copyOf(textEnds, Math.max(marks, textEnds.length * 2));
    }
    if (size + more + SPARE > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(size + more + SPARE, entries.length * 2));
    }
  }

  /** Appends an event; where there is room for it, this cannot fail. */
  void append(ProgressEvent event) {
    reserve(1);
    int textLength = textLength() + (event instanceof Text part ? part.text().length() : 0);
    lastSequence = event.sequence();
    textEnds[(int) (lastSequence - lostThrough)] = textLength;
    entries[size++] = event;
    retained += cost(event) + Integer.BYTES;
    if (retained > compactAt) {
      compact();
    }
    long bytes = retained + 2L * textLength;
    if (bytes > room) {
      room = bytes + bytes / 4 + STEP;
    }
  }

  /** What is to be counted for log and text: what they hold, and will with the next few appends. */
  long room() {
    return room;
  }

  /** Says that nothing follows, and how many bytes more its end holds. */
  void close(long more) {
    room = retained + 2L * textLength() + more;
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

  /** What is retained of an event beside the answer's characters; a full piece is part of these. */
  private static int cost(ProgressEvent event) {
    if (event instanceof Text part) {
      return part.text().length() > LONGEST_TEXT / 2 ? 0 : TEXT_COST;
    }
    return event instanceof ProgressEvent.Progress progress
        ? EVENT_COST + cost(progress.message())
        : EVENT_COST;
  }

  private static int cost(Message message) {
    int cost = message.text() == null ? 0 : 2 * message.text().length();
    for (Object argument : message.arguments()) {
      cost += ARGUMENT_COST + (argument instanceof String text ? 2 * text.length() : 0);
    }
    return cost;
  }

  private void compact() {
    try {
      int older = size - size / 4;
      if (hasNeighbouringTexts(older)) {
        replaceOlder(older, Coalescing.joinTexts(asList(0, older), LONGEST_TEXT));
      }
      if (retained > limit / 4 * 3) {
        dropOldest();
      }
    } catch (Throwable noMemory) {
      // What was appended is there, and the next compaction finds more to do.
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
    List<ProgressEvent> joined = Coalescing.joinTexts(texts, LONGEST_TEXT);
    int shift = (int) (lost - lostThrough);
    System.arraycopy(textEnds, shift, textEnds, 0, (int) (lastSequence - lost) + 1);
    lostThrough = lost;
    replaceOlder(keepFrom, joined);
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
