package dev.tidings.sse.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ids of events: {@code <epoch>-<seq>}, and {@code <epoch>-<seq>e} for a task's end. */
public final class EventIds {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9]{1,64})-(0|[1-9][0-9]{0,17})(e?)");

  /**
   * An id that was read.
   *
   * @param epoch of the run of the task
   * @param sequence the event's place in its log
   * @param terminal whether it is a task's end: nothing follows it
   */
  public record Parsed(String epoch, long sequence, boolean terminal) {}

  private EventIds() {}

  /** Reads an id; empty if it does not have the form of ours. */
  public static Optional<Parsed> parse(String id) {
    Matcher matcher = FORM.matcher(id);
    return matcher.matches()
        ? Optional.of(
            new Parsed(
                matcher.group(1), Long.parseLong(matcher.group(2)), !matcher.group(3).isEmpty()))
        : Optional.empty();
  }
}
