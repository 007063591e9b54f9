package dev.tidings.dialects;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What live answers of Durable Streams bear so that no cache gives a reader the same one for ever
 * (section 8.1 of the protocol): the number of a time interval, and always a greater one than the
 * reader has shown.
 */
final class StreamCursor {
  private static final long FIRST_SECOND = Instant.parse("2024-10-09T00:00:00Z").getEpochSecond();
  private static final int INTERVAL_SECONDS = 20;

  /** As many intervals as fit into an hour, which is how far ahead a cursor may be put. */
  private static final int MOST_AHEAD = 180;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private StreamCursor() {}

  /**
   * A cursor for an answer.
   *
   * @param shown what the reader showed, or null; what is no number is taken for none
   */
  static long next(Instant now, @Nullable String shown) {
    long current = Math.max(0, (now.getEpochSecond() - FIRST_SECOND) / INTERVAL_SECONDS);
    if (shown == null || !NUMBER.matcher(shown).matches()) {
      return current;
    }
    long theirs = Long.parseLong(shown);
    return theirs < current
        ? current
        : theirs + ThreadLocalRandom.current().nextInt(1, MOST_AHEAD + 1);
  }
}
