package dev.tidings.testkit.openai;

import java.util.List;
import java.util.stream.Stream;

/**
 * The fault table: what endpoints that speak OpenAI's chat completions have been seen to do, and
 * how each must end. Two rows end only by a time-out: ask with a first-token and an idle time-out
 * of some hundred milliseconds.
 */
public final class ChatFaults {
  private ChatFaults() {}

  /** All rows, in the order of their groups. */
  public static List<ChatFault> all() {
    return Stream.of(
            EndFaults.rows(),
            FramingFaults.rows(),
            BodyFaults.rows(),
            ContentFaults.rows(),
            ErrorFaults.rows())
        .flatMap(List::stream)
        .toList();
  }
}
