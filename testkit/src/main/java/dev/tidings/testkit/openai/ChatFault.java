package dev.tidings.testkit.openai;

import dev.tidings.FailureCode;
import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;

/**
 * One row of the fault table: what an endpoint does, and how the answer must end.
 *
 * @param group what kind of fault it is
 * @param name what the endpoint does, in a few words; unique
 * @param script does it, on each connection anew
 * @param ending how the one question that is asked must end
 */
public record ChatFault(String group, String name, FaultServer.Script script, Ending ending) {
  /** How a question ends. */
  public sealed interface Ending {}

  /**
   * The call returns an answer.
   *
   * @param text all of it
   * @param reason the finish reason
   */
  public record Answered(String text, String reason) implements Ending {
    @Override
    public String toString() {
      return "answer \"" + text + "\", " + reason;
    }
  }

  /**
   * The call fails.
   *
   * @param code what kind of failure
   * @param text the part of the answer that came before it
   */
  public record Failed(FailureCode code, String text) implements Ending {
    @Override
    public String toString() {
      return code.wireName() + (text.isEmpty() ? "" : " after \"" + text + "\"");
    }
  }

  /** What an endpoint answers, once it has read the request. */
  @FunctionalInterface
  interface Reply {
    void to(Connection connection) throws IOException;
  }

  static ChatFault of(String group, String name, Ending ending, Reply reply) {
    return new ChatFault(
        group,
        name,
        connection -> {
          connection.readRequest();
          reply.to(connection);
        },
        ending);
  }

  /** The name; a test's display. */
  @Override
  public String toString() {
    return name;
  }
}
