package dev.tidings.sse.internal;

import dev.tidings.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ids of events: {@code <epoch>-<seq>}. */
public final class EventIds {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{1,32})-([0-9]{1,18})");

  /** Where an id comes from. */
  public enum Origin {
    /** This run of the process. */
    HERE,
    /** Another run. */
    ANOTHER_EPOCH,
    /** Not an id of ours. */
    FOREIGN
  }

  /**
   * An id that was read.
   *
   * @param position the place it names, where the origin is here
   */
  public record Parsed(Origin origin, Position position) {}

  private EventIds() {}

  /** Reads an id; never throws. */
  public static Parsed parse(String id, String epoch) {
    Matcher matcher = FORM.matcher(id);
    if (!matcher.matches()) {
      return new Parsed(Origin.FOREIGN, Position.LOST);
    }
    if (!matcher.group(1).equals(epoch)) {
      return new Parsed(Origin.ANOTHER_EPOCH, Position.LOST);
    }
    return new Parsed(Origin.HERE, Position.after(Long.parseLong(matcher.group(2))));
  }
}
