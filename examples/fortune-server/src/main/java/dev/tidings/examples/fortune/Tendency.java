package dev.tidings.examples.fortune;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which way a poem leans, by its rank. */
enum Tendency {
  FAVOURABLE("大吉|上.*|吉"),
  MIXED("中.*|小吉|末吉|平.*"),
  UNFAVOURABLE("下.*|.*凶");

  private final Pattern ranks;

  Tendency(String ranks) {
    this.ranks = Pattern.compile(ranks);
  }

  /** The tendency of a rank such as {@code 中平}; empty when the rank is absent or not known. */
  static Optional<Tendency> ofRank(@Nullable String rank) {
    if (rank == null) {
      return Optional.empty();
    }
    String name = rank.strip();
    for (Tendency tendency : values()) {
      if (tendency.ranks.matcher(name).matches()) {
        return Optional.of(tendency);
      }
    }
    return Optional.empty();
  }

  /** The name in the text files: {@code mixed}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
