package dev.tidings.testkit.chat;

import dev.tidings.FailureCode;
import java.util.List;
import java.util.Objects;

/**
 * What a model under test is to do with a question: write some pieces, and then end or stall. How
 * it is brought to that is the test's business: a scripted endpoint behind it, or the model itself.
 *
 * @param pieces what it writes, in order; none is empty
 * @param ending what it does after them
 */
public record ChatScript(List<String> pieces, Ending ending) {
  /** What a model does after its pieces. */
  public sealed interface Ending {}

  /**
   * It says that it has finished.
   *
   * @param reason in the word that the listener is to be told
   */
  public record Finishes(String reason) implements Ending {}

  /** It breaks off: no reason, no end. Before the first piece it does so in every try. */
  public record BreaksOff() implements Ending {}

  /**
   * It falls silent until the caller goes. If no piece comes before, not one byte of an answer
   * does.
   *
   * @param left to be run, on any thread, once what is asked has seen its caller go: the endpoint
   *     its connection closed, a process its pipe
   */
  public record Stalls(Runnable left) implements Ending {}

  /**
   * It refuses the question in every try.
   *
   * @param code {@code LLM_REJECTED}, {@code LLM_RATE_LIMITED} or {@code LLM_UNAVAILABLE}
   */
  public record Refuses(FailureCode code) implements Ending {}

  /** The constructor takes a copy. */
  public ChatScript {
    pieces = List.copyOf(pieces);
    Objects.requireNonNull(ending, "ending");
  }

  /** A script that ends well. */
  public static ChatScript answering(String... pieces) {
    return new ChatScript(List.of(pieces), new Finishes("stop"));
  }

  /** A script that breaks off. */
  public static ChatScript breakingOff(String... pieces) {
    return new ChatScript(List.of(pieces), new BreaksOff());
  }

  /** A script that falls silent, and tells when the caller has gone; see {@link Stalls}. */
  public static ChatScript stalling(Runnable left, String... pieces) {
    return new ChatScript(List.of(pieces), new Stalls(left));
  }

  /** A script of a refusal. */
  public static ChatScript refusing(FailureCode code) {
    return new ChatScript(List.of(), new Refuses(code));
  }
}
