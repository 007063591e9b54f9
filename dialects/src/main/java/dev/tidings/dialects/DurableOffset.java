package dev.tidings.dialects;

import dev.tidings.TaskHead;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a stream, right after one event, as its readers are told it. The number has one width,
 * because readers may compare places of a stream as texts.
 *
 * @param epoch of the run of the task
 * @param sequence of the event; 0 for the beginning
 */
record DurableOffset(String epoch, long sequence) {
  /** The beginning, in the protocol's word. */
  static final String START = "-1";

  /** The place behind all there is, in the protocol's word. */
  static final String NOW = "now";

  private static final int DIGITS = 16;
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{1,64})_([0-9]{16})");

  static DurableOffset of(TaskHead task, long sequence) {
    return new DurableOffset(task.epoch(), sequence);
  }

  /**
   * Reads a place that is not one of the protocol's words; empty if it has not the form of ours.
   */
  static Optional<DurableOffset> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new DurableOffset(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The same place as the id of the event before it. */
  String eventId() {
    return epoch + '-' + sequence;
  }

  @Override
  public String toString() {
    String number = Long.toString(sequence);
    return epoch + '_' + "0".repeat(Math.max(0, DIGITS - number.length())) + number;
  }
}
