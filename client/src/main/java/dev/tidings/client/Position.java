package dev.tidings.client;

import org.jspecify.annotations.Nullable;

/**
 * How far somebody has come in a task's events: enough to go on later, in another process too.
 *
 * @param lastEventId the id of the last event that had one; null before the first
 * @param text the answer up to there, or null if it is not known here any more
 */
public record Position(@Nullable String lastEventId, @Nullable String text) {
  /** The place before the first event. */
  public static final Position START = new Position(null, "");

  /**
   * The constructor checks the id.
   *
   * @throws IllegalArgumentException if the id is not 1 to 256 printable ASCII characters
   */
  public Position {
    if (lastEventId != null && !EventLines.sendable(lastEventId)) {
      throw new IllegalArgumentException(
          "lastEventId must be 1 to 256 printable ASCII characters; take it from an event");
    }
  }

  /**
   * The place after an event, where the answer up to there is not known any more: only its
   * continuation is given, unless the server has a snapshot instead.
   *
   * @throws IllegalArgumentException if the id is not 1 to 256 printable ASCII characters
   */
  public static Position after(String lastEventId) {
    return new Position(lastEventId, null);
  }
}
