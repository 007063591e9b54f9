package dev.tidings.rag;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The median length of recent answers in each language, in UTF-16 units. Thread-safe. */
final class AnswerLengths {
  private static final int KEPT = 32;
  private static final int ENOUGH = 3;

  /** The lengths of one language, the newest over the oldest. */
  private static final class Recent {
    private final int[] lengths = new int[KEPT];
    private int count;
  }

  private final int configured;

  @GuardedBy("this")
  private final Map<String, Recent> byLanguage = new HashMap<>();

  AnswerLengths(int configured) {
    this.configured = configured;
  }

  synchronized void record(Locale locale, int length) {
    Recent recent = byLanguage.computeIfAbsent(locale.getLanguage(), language -> new Recent());
    recent.lengths[recent.count++ % KEPT] = length;
  }

  /** The median of what was recorded, or the configured length until there is enough. */
  synchronized int expected(Locale locale) {
    Recent recent = byLanguage.get(locale.getLanguage());
    if (recent == null || recent.count < ENOUGH) {
      return configured;
    }
    int[] sorted = Arrays.copyOf(recent.lengths, Math.min(recent.count, KEPT));
    Arrays.sort(sorted);
    return Math.max(1, sorted[sorted.length / 2]);
  }
}
