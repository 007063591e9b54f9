package dev.tidings.examples.fortune;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/** The languages that the server speaks. */
final class Languages {
  private static final List<Locale> SPOKEN =
      List.of(Locale.TRADITIONAL_CHINESE, Locale.ENGLISH, Locale.JAPANESE);

  /** Longer than any browser's; what is longer is not read. */
  private static final int LONGEST_WISH = 500;

  private Languages() {}

  /**
   * The first language of {@code Accept-Language} that is spoken here; Chinese without one, and
   * English for those who wish for others only. Never a language of the client's own making:
   * message catalogs remember what they were asked for.
   */
  static Locale of(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.isBlank()) {
      return Locale.TRADITIONAL_CHINESE;
    }
    for (LanguageRange wish : wishes(acceptLanguage)) {
      String language = wish.getRange().replaceFirst("-.*", "");
      for (Locale spoken : SPOKEN) {
        if (wish.getWeight() > 0 && language.equals(spoken.getLanguage())) {
          return spoken;
        }
      }
    }
    return Locale.ENGLISH;
  }

  private static List<LanguageRange> wishes(String acceptLanguage) {
    try {
      return acceptLanguage.length() > LONGEST_WISH
          ? List.of()
          : LanguageRange.parse(acceptLanguage);
    } catch (RuntimeException malformed) {
      // An IllegalArgumentException as a rule; of "-" an index that is out of bounds.
      return List.of();
    }
  }
}
