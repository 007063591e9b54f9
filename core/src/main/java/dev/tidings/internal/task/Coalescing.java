package dev.tidings.internal.task;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes fewer events of many without losing text, stage changes, facts or the end: progress goes
 * that a newer one of the same stage replaces, and texts are joined that then touch.
 */
final class Coalescing {
  private Coalescing() {}

  /** Fewer events of a list that ends where its reader will go on. */
  static List<ProgressEvent> coalesce(List<ProgressEvent> events) {
    ProgressEvent[] all = events.toArray(new ProgressEvent[0]);
    int count = coalesce(all, all.length, null, TaskLog.LONGEST_TEXT);
    return count == all.length ? events : Arrays.asList(Arrays.copyOf(all, count));
  }

  /**
   * Does it in place, with the first so many events of an array, and returns how many are left.
   * Where there is no memory to join texts they stay as they are: it never fails.
   *
   * @param following the stage of the first progress after these events; null if there is none
   * @param longest what a joined text may have at most, in UTF-16 units
   */
  static int coalesce(
      @Nullable ProgressEvent[] events, int count, @Nullable Stage following, int longest) {
    return joinTexts(events, dropReplaced(events, count, following), count, longest);
  }

  /** Moves what stays to the end of the range, and returns where that begins. */
  private static int dropReplaced(
      @Nullable ProgressEvent[] events, int count, @Nullable Stage following) {
    // Stages only move forward, so the next progress tells whether one of the same stage follows.
    @Nullable Stage next = following;
    int from = count;
    for (int i = count - 1; i >= 0; i--) {
      ProgressEvent event = events[i];
      if (event instanceof Progress progress) {
        if (!progress.entersStage() && progress.stage().equals(next)) {
          continue;
        }
        next = progress.stage();
      }
      events[--from] = event;
    }
    return from;
  }

  /** Joins neighbouring texts of a stage, and moves all of the range to the front. */
  private static int joinTexts(@Nullable ProgressEvent[] events, int from, int count, int longest) {
    int to = 0;
    for (int i = from; i < count; ) {
      int end = endOfTexts(events, i, count, longest);
      Text whole = end > i + 1 ? join(events, i, end) : null;
      if (whole != null) {
        events[to++] = whole;
        i = end;
      } else {
        while (i < end) {
          events[to++] = events[i++];
        }
      }
    }
    return to;
  }

  /** Where the texts end that may be one with that event. */
  private static int endOfTexts(@Nullable ProgressEvent[] events, int at, int count, int longest) {
    int end = at + 1;
    if (events[at] instanceof Text first) {
      int length = first.text().length();
      while (end < count
          && events[end] instanceof Text next
          && next.stage().equals(first.stage())
          && length + next.text().length() <= longest) {
        length += next.text().length();
        end++;
      }
    }
    return end;
  }

  /** Null for want of memory. */
  private static @Nullable Text join(@Nullable ProgressEvent[] events, int from, int end) {
    if (!(events[from] instanceof Text first) || !(events[end - 1] instanceof Text last)) {
      throw new IllegalArgumentException("only texts are joined");
    }
    try {
      StringBuilder all = new StringBuilder(last.offset() + last.text().length() - first.offset());
      for (int i = from; i < end; i++) {
        all.append(events[i] instanceof Text text ? text.text() : "");
      }
      return new Text(
          last.sequence(), last.epochMillis(), first.stage(), all.toString(), first.offset());
    } catch (OutOfMemoryError noMemory) {
      return null;
    }
  }
}
