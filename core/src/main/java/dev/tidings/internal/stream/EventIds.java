package dev.tidings.internal.stream;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of events: {@code <epoch>-<seq>}, and {@code <epoch>-<seq>e} for a task's end, so that an
 * id says by itself that nothing follows, to whichever server it is shown.
 */
final class EventIds {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9]{1,64})-(0|[1-9][0-9]{0,17})(e?)");

  /**
   * An id that was read.
   *
   * @param epoch of the run of the task
   * @param sequence the event's place in its log
   * @param terminal whether it is a task's end: nothing follows it
   */
  record Parsed(String epoch, long sequence, boolean terminal) {}

  private EventIds() {}

  /** The id of an event. */
  static String of(TaskHead task, ProgressEvent event) {
    return task.epoch() + '-' + event.sequence() + (event.terminal() ? "e" : "");
  }

  /** Reads an id; empty if it does not have the form of ours. */
  static Optional<Parsed> parse(String id) {
    Matcher matcher = FORM.matcher(id);
    return matcher.matches()
        ? Optional.of(
            new Parsed(
                matcher.group(1), Long.parseLong(matcher.group(2)), !matcher.group(3).isEmpty()))
        : Optional.empty();
  }
}
