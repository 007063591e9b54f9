package dev.tidings.internal.task;

import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one task, bounded. Not thread-safe: its {@link TaskState} guards it.
 *
 * <p><b>Invariant.</b> Entries are in the order of their sequences, the last one is there, and the
 * entries' texts in a row are the answer. An event that has no entry of its own is a part of the
 * next text, or progress that a later entry of the same stage replaces. So a reader goes on from
 * the sequence and the length of the answer that it has, whatever was compacted meanwhile; only a
 * sequence alone may be too little to tell.
 *
 * <p><b>Appending</b> allocates nothing once there is room, which {@link #reserve} makes first, so
 * that an error for want of memory comes before anything has changed. A compaction that finds none
 * joins less.
 *
 * <p><b>Bound.</b> When the estimate of what is retained beside the characters of the answer and
 * the facts passes the limit, the older three quarters are coalesced. Facts stay as they are; who
 * tells them has to bound them. That leaves a few events for each stage and texts of some length,
 * and the newest events as they were appended. It depends on the events and the limit alone, so the
 * log is the same in every process, whoever reads it.
 */
final class TaskLog {
  /** Object, string and array headers and the reference to them; measured, rounded up. */
  private static final int TEXT_COST = 100;

  private static final int EVENT_COST = 88;

  private static final int ETA_COST = 24;

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
  private long lastSequence;
  private int textLength;
  private int retained;

  /** What the facts hold, in bytes. */
  private int facts;

  private int compactAt;

  /**
   * What is counted for the log. It is ahead of the log by a quarter, so that few appends have to
   * tell of growth. Changed under the task's lock, read without.
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
    return textLength;
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
    if (size + more + SPARE > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(size + more + SPARE, entries.length * 2));
    }
  }

  /** Appends an event; where there is room for it, this cannot fail. */
  void append(ProgressEvent event) {
    reserve(1);
    int cost = cost(event);
    lastSequence = event.sequence();
    textLength += event instanceof Text part ? part.text().length() : 0;
    entries[size++] = event;
    if (event instanceof Data) {
      facts += cost;
    } else {
      retained += cost;
    }
    if (retained > compactAt) {
      compact();
    }
    long bytes = retained + facts + 2L * textLength;
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
    room = retained + facts + 2L * textLength + more;
  }

  /**
   * Whether it is known which events a reader has not seen that was given the one of that sequence.
   * It is not where a text follows that may hold some of what the reader was given.
   */
  boolean reaches(long after) {
    if (!holds(after)) {
      return false;
    }
    int next = firstAfter(after);
    return next == 0 || entries[next - 1].sequence() == after || !(entries[next] instanceof Text);
  }

  /** Whether a sequence is one of this log's, or 0: its events but texts can be told from there. */
  boolean holds(long after) {
    return after >= 0 && after <= lastSequence;
  }

  /**
   * The length of the answer before a place that the log {@link #reaches}; where it only {@link
   * #holds} it, before the text around it.
   */
  int textBefore(long after) {
    for (int i = firstAfter(after); i < size; i++) {
      if (entries[i] instanceof Text next) {
        return next.offset();
      }
    }
    return textLength;
  }

  /** Up to max events for a reader that was given that one, and that much of the answer. */
  List<ProgressEvent> read(long after, int textSeen, int max) {
    int from = firstAfter(after);
    int count = Math.min(max, size - from);
    if (count == 0) {
      return List.of();
    }
    ProgressEvent first = restOf(entries[from], textSeen);
    if (count == 1) {
      return List.of(first);
    }
    ProgressEvent[] events = Arrays.copyOfRange(entries, from, from + count);
    events[0] = first;
    return Arrays.asList(events);
  }

  private static ProgressEvent restOf(ProgressEvent event, int textSeen) {
    if (event instanceof Text part && part.offset() < textSeen) {
      return new Text(
          part.sequence(),
          part.epochMillis(),
          part.stage(),
          part.text().substring(textSeen - part.offset()),
          textSeen);
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
    if (event instanceof Progress progress) {
      return EVENT_COST + cost(progress.message()) + (progress.eta() == null ? 0 : ETA_COST);
    }
    return event instanceof Data data ? HeapEstimate.of(data.fact()) : EVENT_COST;
  }

  /**
   * What a message brings with it, in bytes of heap by estimate. It allocates nothing, not even an
   * iterator: a compaction asks this when its event is in the log already.
   */
  static int cost(Message message) {
    int cost = message.text() == null ? 0 : 2 * message.text().length();
    List<Object> arguments = message.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      cost += ARGUMENT_COST + (arguments.get(i) instanceof String text ? 2 * text.length() : 0);
    }
    return cost;
  }

  private void compact() {
    int older = size - size / 4;
    int left = Coalescing.coalesce(entries, older, firstStageFrom(older), LONGEST_TEXT);
    if (left < older) {
      System.arraycopy(entries, older, entries, left, size - older);
      Arrays.fill(entries, size - (older - left), size, null);
      size -= older - left;
      retained = 0;
      for (int i = 0; i < size; i++) {
        retained += entries[i] instanceof Data ? 0 : cost(entries[i]);
      }
    }
    compactAt = Math.max(limit, retained + limit / 4);
  }

  private @Nullable Stage firstStageFrom(int index) {
    for (int i = index; i < size; i++) {
      if (entries[i] instanceof Progress progress) {
        return progress.stage();
      }
    }
    return null;
  }
}
