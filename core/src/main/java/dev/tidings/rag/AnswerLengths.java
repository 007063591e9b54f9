package dev.tidings.rag;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.TokenUsage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The median length of recent answers of each model in each language, in UTF-16 units. A question
 * is taken to go to the model that answered last in its language. Thread-safe.
 */
final class AnswerLengths {
  private static final int KEPT = 32;
  private static final int ENOUGH = 3;
  private static final int MODELS = 64;

  /** More than any model's token has in any language, until it is known. */
  private static final double UNITS_PER_TOKEN = 6;

  private record Key(String model, String language) {}

  /** The lengths of one model in one language, the newest over the oldest. */
  private static final class Recent {
    private final int[] lengths = new int[KEPT];
    private int count;
    private long units;
    private long tokens;
  }

  private final int configured;

  @GuardedBy("this")
  private final Map<String, String> lastModel = new HashMap<>();

  /** The least recently used goes first: a gateway may name its models as it likes. */
  @GuardedBy("this")
  private final Map<Key, Recent> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Recent> eldest) {
          return size() > MODELS;
        }
      };

  AnswerLengths(int configured) {
    this.configured = configured;
  }

  /**
   * Takes an answer into account. One that was cut says nothing about how long answers are.
   *
   * @param length in UTF-16 units
   */
  synchronized void record(Locale locale, ChatCompletion completion, int length) {
    if (completion.cut()) {
      return;
    }
    lastModel.put(locale.getLanguage(), completion.model());
    Key key = new Key(completion.model(), locale.getLanguage());
    Recent known = recent.computeIfAbsent(key, one -> new Recent());
    known.lengths[known.count++ % KEPT] = length;
    TokenUsage usage = completion.usage();
    if (usage != null && usage.completionTokens() > 0) {
      known.units += length;
      known.tokens += usage.completionTokens();
    }
  }

  /**
   * The median of what was recorded, or the configured length until there is enough, but never more
   * than the request permits.
   *
   * @param maxOutputTokens the request's maximum, or null
   */
  synchronized int expected(Locale locale, @Nullable Integer maxOutputTokens) {
    String model = lastModel.get(locale.getLanguage());
    Recent known = model == null ? null : recent.get(new Key(model, locale.getLanguage()));
    int length = known == null || known.count < ENOUGH ? configured : median(known);
    if (maxOutputTokens != null) {
      double unitsPerToken =
          known == null || known.tokens == 0
              ? UNITS_PER_TOKEN
              : (double) known.units / known.tokens;
      length = (int) Math.min(length, Math.ceil(maxOutputTokens * unitsPerToken));
    }
    return Math.max(1, length);
  }

  private static int median(Recent known) {
    int[] sorted = Arrays.copyOf(known.lengths, Math.min(known.count, KEPT));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
