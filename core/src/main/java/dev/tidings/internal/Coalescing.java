package dev.tidings.internal;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes fewer events of many without losing text, stage changes or the end. */
final class Coalescing {
  private Coalescing() {}

  /**
   * Leaves out progress that a newer one of the same stage replaces, and joins what then touches.
   */
  static List<ProgressEvent> coalesce(List<ProgressEvent> events) {
    return joinTexts(withoutReplaced(events), TaskLog.LONGEST_TEXT);
  }

  private static List<ProgressEvent> withoutReplaced(List<ProgressEvent> events) {
    // Stages only move forward, so the next progress tells whether one of the same stage follows.
    List<ProgressEvent> kept = new ArrayList<>(events.size());
    @Nullable Stage next = null;
    for (int i = events.size() - 1; i >= 0; i--) {
      ProgressEvent event = events.get(i);
      if (event instanceof Progress progress) {
        if (!progress.entersStage() && progress.stage().equals(next)) {
          continue;
        }
        next = progress.stage();
      }
      kept.add(event);
    }
    Collections.reverse(kept);
    return kept;
  }

  /** Joins neighbouring texts of a stage into ones of at most that length. */
  static List<ProgressEvent> joinTexts(List<ProgressEvent> events, int longest) {
    List<ProgressEvent> joined = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); ) {
      int end = i + 1;
      if (events.get(i) instanceof Text first) {
        int length = first.text().length();
        while (end < events.size()
            && events.get(end) instanceof Text next
            && next.stage().equals(first.stage())
            && length + next.text().length() <= longest) {
          length += next.text().length();
          end++;
        }
      }
      joined.add(end == i + 1 ? events.get(i) : join(events.subList(i, end)));
      i = end;
    }
    return joined;
  }

  private static Text join(List<ProgressEvent> texts) {
    Text first = (Text) texts.get(0);
    Text last = (Text) texts.get(texts.size() - 1);
    StringBuilder all = new StringBuilder(last.offset() + last.text().length() - first.offset());
    texts.forEach(text -> all.append(((Text) text).text()));
    return new Text(
        last.sequence(), last.epochMillis(), first.stage(), all.toString(), first.offset());
  }
}
