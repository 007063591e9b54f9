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
    return joinTexts(withoutReplaced(events), Integer.MAX_VALUE);
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

  /**
   * Joins neighbouring texts of a stage into ones of at least that length, where there are enough.
   */
  static List<ProgressEvent> joinTexts(List<ProgressEvent> events, int length) {
    List<ProgressEvent> joined = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); i++) {
      ProgressEvent event = events.get(i);
      if (event instanceof Text first && i + 1 < events.size()) {
        @Nullable StringBuilder all = null;
        Text last = first;
        while (i + 1 < events.size()
            && (all == null ? first.text().length() : all.length()) < length
            && events.get(i + 1) instanceof Text next
            && next.stage().equals(first.stage())) {
          all = all == null ? new StringBuilder(first.text()) : all;
          all.append(next.text());
          last = next;
          i++;
        }
        if (all != null) {
          event =
              new Text(
                  last.sequence(),
                  last.epochMillis(),
                  first.stage(),
                  all.toString(),
                  first.offset());
        }
      }
      joined.add(event);
    }
    return joined;
  }
}
