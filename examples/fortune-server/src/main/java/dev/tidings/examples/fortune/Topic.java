package dev.tidings.examples.fortune;

import java.util.Locale;

/** What a question is about. A question that fits two topics equally well goes to the earlier. */
enum Topic {
  LAWSUIT,
  HEALTH,
  STUDY,
  WEALTH,
  TRAVEL,
  CAREER,
  LOVE,
  FAMILY,
  /** Anything else. */
  GENERAL;

  /** The name in the text files: {@code career}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
