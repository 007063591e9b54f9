package dev.tidings.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody has come in a task's events: enough to go on later, in another process too.
 *
 * @param lastEventId the id of the last event that had one; null before the first
 * @param text the answer up to there
 */
public record Position(@Nullable String lastEventId, String text) {
  /** Before the first event. */
  public static final Position START = new Position(null, "");

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if the id is not 1 to 256 printable ASCII characters
   */
  public Position {
    Objects.requireNonNull(text, "text");
    if (lastEventId != null && !EventLines.sendable(lastEventId)) {
      throw new IllegalArgumentException(
          "lastEventId must be 1 to 256 printable ASCII characters; take it from an event");
    }
  }
}
