package dev.tidings.internal.task;

import dev.tidings.Stage;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Entry.Moved;
import dev.tidings.journal.Entry.Told;
import dev.tidings.journal.Entry.Wrote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task's worker said and the journal has not been given yet, with an estimate of its heap.
 * Not thread-safe: the task's lock guards it.
 *
 * <p>Nothing here has a number, and nobody has seen it. So when much waits, texts are joined, and
 * of each stage only the first and the newest report stay; facts stay all. What is less is left as
 * it was said.
 */
final class WaitingEntries {
  private static final int MOST_FORESEEN = 1_024;
  private static final int MOVED_COST = 64;
  private static final int WROTE_COST = 64;

  private List<Entry> entries = new ArrayList<>();
  private int bytes;
  private final int much;
  private int coalesceAt;

  /** Nothing waits; from so many bytes on what waits is coalesced. */
  WaitingEntries(int much) {
    this.much = much;
    this.coalesceAt = much;
  }

  void add(Entry entry) {
    entries.add(entry);
    bytes += cost(entry);
    if (bytes >= coalesceAt) {
      coalesce();
      coalesceAt = Math.max(much, 2 * bytes);
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int bytes() {
    return bytes;
  }

  void clear() {
    entries.clear();
    bytes = 0;
    coalesceAt = much;
  }

  /** Takes all there is. */
  List<Entry> take() {
    List<Entry> taken = entries;
    // As many again are likely to come while these are on their way.
    entries = new ArrayList<>(Math.min(MOST_FORESEEN, taken.size()));
    clear();
    return taken;
  }

  private static int cost(Entry entry) {
    if (entry instanceof Wrote wrote) {
      return WROTE_COST + 2 * wrote.text().length();
    }
    if (entry instanceof Moved moved) {
      return MOVED_COST + TaskLog.cost(moved.message());
    }
    return entry instanceof Told told ? HeapEstimate.of(told.fact()) : 0;
  }

  private void coalesce() {
    List<Entry> fewer = new ArrayList<>(entries.size());
    @Nullable Stage reported = null;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry instanceof Moved moved) {
        if (moved.stage().equals(reported) && moved.stage().equals(stageOfNextReport(i))) {
          continue;
        }
        reported = moved.stage();
      }
      append(fewer, entry);
    }
    entries = fewer;
    bytes = 0;
    for (int i = 0; i < fewer.size(); i++) {
      bytes += cost(fewer.get(i));
    }
  }

  private static void append(List<Entry> fewer, Entry entry) {
    int last = fewer.size() - 1;
    if (entry instanceof Wrote more
        && last >= 0
        && fewer.get(last) instanceof Wrote text
        && text.stage().equals(more.stage())
        && text.text().length() + more.text().length() <= TaskLog.LONGEST_TEXT) {
      fewer.set(last, new Wrote(more.epochMillis(), text.stage(), text.text() + more.text()));
    } else {
      fewer.add(entry);
    }
  }

  private @Nullable Stage stageOfNextReport(int index) {
    for (int i = index + 1; i < entries.size(); i++) {
      if (entries.get(i) instanceof Moved moved) {
        return moved.stage();
      }
    }
    return null;
  }
}
