package dev.tidings.examples.fortune;

import java.util.Locale;
import java.util.Optional;

/** What a question is about. A question that fits two topics equally well goes to the earlier. */
enum Topic {
  LAWSUIT,
  HEALTH,
  STUDY,
  MOVING,
  WEALTH,
  TRAVEL,
  CAREER,
  LOVE,
  /** Someone who is away, and word from afar. */
  AWAITED,
  LOST_THINGS,
  FAMILY,
  /** Anything else. */
  GENERAL;

  /** The name in the text files and in a poem's notes: {@code career}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The topic whose note comes nearest when a poem has none of this one: the old poems have one
   * word for success in examinations and in office, and one for the traveller who goes and who is
   * waited for.
   */
  Optional<Topic> nearest() {
    return switch (this) {
      case STUDY -> Optional.of(CAREER);
      case CAREER -> Optional.of(STUDY);
      case TRAVEL -> Optional.of(AWAITED);
      case AWAITED -> Optional.of(TRAVEL);
      default -> Optional.empty();
    };
  }
}
